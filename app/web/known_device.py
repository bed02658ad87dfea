"""A cookie that says whose account this browser has been signed in to before; it opens nothing.

Its owner need not wait for those who guess at the account from elsewhere. Nothing is looked up for
that, so that the wait tells nobody whether there is an account, or where it is used.
"""

from datetime import timedelta

from flask import after_this_request, current_app, request
from werkzeug.wrappers import Response

_LASTS = timedelta(days=180)


def mark() -> str:
    """Return what this browser brings from its last sign-in."""
    return request.cookies.get(_name(), "")


def keep(known: str) -> None:
    """Have this browser bring a mark when it signs in next."""

    @after_this_request
    def set_cookie(response: Response) -> Response:
        config = current_app.config
        response.set_cookie(
            _name(),
            known,
            max_age=_LASTS,
            secure=config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite=config["SESSION_COOKIE_SAMESITE"],
        )
        return response


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"
