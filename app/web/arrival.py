"""Notes when each request arrived, before anything else is done with it."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from app.core import clock

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Arrivals:
    """The outermost layer of the application: it looks at the clock, and forgets it afterwards."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request."""
        clock.note_arrival(clock.now())
        try:
            return self._application(environ, start_response)
        finally:
            clock.note_arrival(None)


def install(app: Flask) -> None:
    """Note the arrival of every request."""
    app.wsgi_app = Arrivals(app.wsgi_app)  # type: ignore[method-assign]  # Flask's way to wrap it
