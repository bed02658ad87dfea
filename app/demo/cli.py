"""The command that loads the demo and says how to sign in."""

from collections.abc import Iterable, Sequence

import click
from flask import current_app
from flask.cli import AppGroup

from app.demo.rules import script

commands = AppGroup("demo", help="A finished and an open event to look around in.")


@commands.command("load")
def load() -> None:
    """Load the demo unless it is there, and print who can sign in."""
    # The kernel's solver comes with these; a server that only serves does without it.
    from app.demo.services import is_loaded, load_demo, sign_ins
    from app.demo.services.loading import PASSWORD

    if not current_app.config["DEMO"]:
        # Its people share a password that stands in the source.
        raise click.ClickException("Only a demo takes the demo's people: set INNODAY_DEMO=1.")
    if is_loaded():
        click.echo("The demo is loaded already.\n")
    else:
        load_demo()
        click.echo("The demo is loaded.\n")
    rows = [(one.role, one.name, one.email) for one in sign_ins()]
    click.echo(_table(("Role", "Name", "E-mail"), rows))
    click.echo(f"\nThe password of all of them is  {PASSWORD}\n")
    click.echo(_table(("Where", "Address"), list(_addresses())))


def _addresses() -> Iterable[tuple[str, str]]:
    base = current_app.config["BASE_URL"]
    finished, coming = script.event("finished").slug, script.event("open").slug
    yield "Sign in", f"{base}/sign-in"
    yield "The open event", f"{base}/e/{coming}"
    yield "The finished event", f"{base}/e/{finished}"
    yield "Run the open event", f"{base}/manage/{coming}"
    yield "The outcome report", f"{base}/manage/{finished}/report"
    yield "Pair a scanner (lead organiser)", f"{base}/manage/{coming}/checkin/doors"
    yield "Mail that was sent", f"{base}/mail"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as columns of text under a line."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([_line(head, widths), "  ".join("-" * width for width in widths), *lines])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
