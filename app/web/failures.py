"""Failures as answers: problem+json for programs, a page for people."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from app.core.errors import DomainError, Invalid
from app.web.words import plain, words_for

PROBLEM = "application/problem+json"
SCRIPTS = {"autosave", "hold", "passkey"}
log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Map every failure to one answer."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(ValidationError, _validation_error)
    app.register_error_handler(DataError, _data_error)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """Return an RFC 9457 problem document."""
    body = {"type": "about:blank", "status": status, "code": code, "title": detail, **more}
    response = jsonify(body)
    response.status_code = status
    response.mimetype = PROBLEM
    return response


def wants_problem() -> bool:
    """Whether a program asks, rather than a person with a browser."""
    return request.path.startswith("/api/") or request.headers.get("X-Requested-With") in SCRIPTS


def answer(status: int, code: str, detail: str, **more: Any) -> Response:
    """Return a failure in the form that the asker can read."""
    if wants_problem():
        return problem(status, code, detail, **more)
    page = render_template("layout/error.html", status=status, code=code, detail=detail)
    return current_app.make_response((page, status))


def _domain_error(error: DomainError) -> Response:
    more: dict[str, Any] = ({"field": error.field} if error.field else {}) | dict(error.shown)
    response = answer(error.status, error.code, words_for(error), **more)
    if error.status == HTTPStatus.UNAUTHORIZED and wants_problem():
        response.headers["WWW-Authenticate"] = 'Bearer realm="innoday"'
    if seconds := error.params.get("seconds"):
        response.headers["Retry-After"] = str(seconds)
    return response


def _validation_error(error: ValidationError) -> Response:
    return answer(422, "invalid", words_for(Invalid()), errors=plain(error.normalized_messages()))


def _data_error(error: DataError) -> Response:
    """Answer a value that passed the schema but that the database cannot hold."""
    log.warning("value refused by the database: %s", error.orig)
    return answer(422, "invalid", words_for(Invalid()))


def _busy(error: OperationalError) -> Response:
    """Answer for a database that is locked, overloaded or away: nothing was stored."""
    log.error("the database did not answer: %s", error.orig)
    response = answer(503, "busy", gettext("The server is busy. Nothing was stored; try again."))
    response.headers["Retry-After"] = "2"
    return response


def _csrf_error(_error: CSRFError) -> Response:
    """Answer a form from before a sign-in or a sign-out; its token belongs to nobody any more."""
    detail = gettext(
        "Since this page was opened you were signed in or out, so nothing was stored. "
        "Go back, copy what you typed, reload the page and put it in again."
    )
    return answer(400, "form_outdated", detail)


def _foreign_host(_error: SecurityError) -> Response:
    """Answer who asks for another server: no page of ours, for its links would lead there."""
    return problem(400, "foreign_host", gettext("This server does not go by that name."))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    errors = getattr(error, "data", {}).get("messages")
    more = {"errors": plain(errors)} if errors else {}
    if errors is not None:
        response = answer(status, "invalid", words_for(Invalid()), **more)
    else:
        code = error.name.lower().replace(" ", "_")
        response = answer(status, code, _said_by_werkzeug(error))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "location"}:
            response.headers[name] = value
    return response


def _said_by_werkzeug(error: HTTPException) -> str:
    """Return its words for programs; people read the page's own, in their language."""
    return (error.description or error.name) if wants_problem() else ""


def _unexpected(error: Exception) -> Response:
    log.error("unexpected failure at %s", request.path, exc_info=error)
    if current_app.config.get("PROPAGATE_EXCEPTIONS") or current_app.testing:
        raise error
    return answer(500, "internal", "Something broke on our side. It has been written down.")
