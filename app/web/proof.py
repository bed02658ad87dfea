"""Proof again: a session that was stolen, or left open, is not enough for what is sensitive.

Such a route asks for a proof of the last quarter of an hour. A page that comes too late is sent to
prove and back; a form that comes too late is kept, and goes on once its sender has proved.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.authz import Actor
from app.core.errors import Forbidden
from app.web.failures import wants_problem
from app.web.guards import SAFE, actor

View = TypeVar("View", bound=Callable[..., Any])
AskAgain = Callable[[], ResponseReturnValue]
PROVED_WITHIN = timedelta(minutes=15)
ALWAYS, TO_CHANGE = "always", "to change"
KEPT = "kept-"
# What is never put into a page: secrets, and the token that the next form brings itself.
NOT_KEPT = frozenset({"csrf_token", "password", "present", "credential", "code"})
_AFTER = "after_proof"
_askers: list[AskAgain] = []


def proved(view: View) -> View:
    """Serve, of those who have signed in, people who proved lately that it is them."""
    view.needs_proof = ALWAYS  # type: ignore[attr-defined]  # functions carry attributes
    return view


def proved_to_change(view: View) -> View:
    """Serve everybody who has signed in, but take a change only from who proved it lately."""
    view.needs_proof = TO_CHANGE  # type: ignore[attr-defined]  # functions carry attributes
    return view


def has_proved(who: Actor) -> bool:
    """Whether somebody proved lately that it is them."""
    return who.proved_at is not None and clock.now() - who.proved_at < PROVED_WITHIN


def asks_again(ask: AskAgain) -> AskAgain:
    """Register the page that asks for the proof of a form that came too late."""
    _askers[:] = [ask]
    return ask


def install(app: Flask) -> None:
    """Ask before the view; after the check for forged requests, which this page would heal."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or not _needs_proof() or has_proved(actor()):
        return None
    if wants_problem():
        raise Forbidden("proof_required")
    if request.method in SAFE:
        session[_AFTER] = {"path": request.full_path.rstrip("?"), "is_form": False}
        return redirect(url_for("identity.prove"))
    session[_AFTER] = {"path": request.path, "is_form": True}
    return _askers[0]()


def _needs_proof() -> bool:
    view = current_app.view_functions[request.endpoint or ""]
    needed = getattr(view, "needs_proof", None)
    return needed == ALWAYS or (needed == TO_CHANGE and request.method not in SAFE)


def kept_fields() -> list[tuple[str, str]]:
    """Return what was typed into the form that came too late, as the page that asks carries it."""
    sent = list(request.form.items(multi=True))
    if request.endpoint == "identity.prove" or request.path.startswith(url_for("identity.prove")):
        return [(name, value) for name, value in sent if name.startswith(KEPT)]
    return [(KEPT + name, value) for name, value in sent if name not in NOT_KEPT]


def goes_on() -> tuple[str, list[tuple[str, str]] | None]:
    """Return where the person was going; with a form also its fields, None for a page."""
    after = session.pop(_AFTER, None) or {"path": "", "is_form": False}
    fields = [(name.removeprefix(KEPT), value) for name, value in kept_fields()]
    return str(after["path"]), fields if after["is_form"] else None
