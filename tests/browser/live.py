"""The application as browsers reach it: a real server in a thread, on the database of the tests."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from wsgiref.util import FileWrapper

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from app.identity.models import Person
from app.web.login import SECRET
from tests.factories.identity import make_session_secret

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ANSWER = "tests.answer"


def noting_answers(app: Flask) -> "WSGIApplication":
    """Return the application with each answer noted in the request's environment."""

    def note(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        answer = app(environ, start)
        environ[ANSWER] = answer
        return answer

    return note


class QuietHandler(WSGIRequestHandler):
    """A request handler that writes no log and leaves no file open."""

    def run_wsgi(self) -> None:
        """Answer a request; Werkzeug forgets to close its answer when the client hangs up."""
        try:
            super().run_wsgi()
        finally:
            answer = self.environ.get(ANSWER)
            if isinstance(answer, FileWrapper):
                answer.filelike.close()

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Say nothing."""


class PatientServer(ThreadedWSGIServer):
    """A server that, when it closes, waits for every answer on its way: no file is left open."""

    daemon_threads = False
    block_on_close = True


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """Serve the application on a free port and give its address, which becomes its BASE_URL."""
    server = PatientServer("127.0.0.1", 0, noting_answers(app), handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    before = app.config["BASE_URL"]
    app.config["BASE_URL"] = address
    try:
        yield address
    finally:
        app.config["BASE_URL"] = before
        server.shutdown()
        thread.join()
        server.server_close()


def sign_in(app: Flask, context: BrowserContext, person: Person, address: str) -> None:
    """Sign a person in as the sign-in page would have, by the cookie that it sets."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    with app.app_context():
        values = {SECRET: make_session_secret(person)}
    cookie = {
        "name": app.config["SESSION_COOKIE_NAME"],
        "value": str(signer.dumps(values)),
        "url": address,
    }
    context.add_cookies([cookie])  # type: ignore[list-item]  # a TypedDict that mypy cannot infer
