"""The command that runs the worker: `flask worker`."""

import logging
import signal
import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.core import schedule
from app.core.db import db
from app.core.worker import relay

RELAY = relay.relay_fact  # the one task that belongs to no feature


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="Jobs at the same time.")
@with_appcontext
def worker(threads: int) -> None:
    """Do the work in the background until told to stop: mails, PDFs, reactions."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's way to leave its proxy
    looking = threading.Thread(
        target=schedule.keep_looking, args=(app, threading.Event()), name="schedule", daemon=True
    )
    looking.start()
    if db.engine.dialect.name == "postgresql":
        from app.core.worker import queued

        queued.run(app, threads)
    else:
        _run_embedded(app, threads)


def _run_embedded(app: Flask, threads: int) -> None:
    from app.core.worker import embedded

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    embedded.run(app, stop, threads)
