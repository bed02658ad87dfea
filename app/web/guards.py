"""Every route says whom it serves: anybody, a signed-in person, or a bearer of a token.

What that person may do there is decided by the service behind the route.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from app.core.authz import ANONYMOUS, READ, WRITE, Actor
from app.core.db import db
from app.core.errors import DomainError, Forbidden, NotFound
from app.core.uow import in_unit_of_work
from app.web import login

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed in"
TOKEN = "token"  # noqa: S105 - the name of a guard, not a secret
DEVICE = "device"
SAFE = {"GET", "HEAD", "OPTIONS"}
LIMITED = "limited_tokens"  # the attribute of views that serve tokens limited to an event
IN_UNIT = "unit_is_open"  # set while a whole answer, not only its view, is one unit of work
PREPARED = "prepared"  # what was made of the request before that unit was opened

Widen = Callable[[Actor], Actor]
LoadBearer = Callable[[str], Actor | None]
_bearers: dict[str, LoadBearer] = {}
_widen: list[Widen] = []
_of_events: set[str] = set()  # blueprints whose routes serve tokens limited to an event


class SignInRequired(DomainError):  # noqa: N818 - reads as a kind of failure
    """Nobody is known to ask (401)."""

    status = 401
    code = "sign_in_required"


def public(view: View) -> View:
    """Serve anybody."""
    return _guard(view, PUBLIC)


def signed_in(view: View) -> View:
    """Serve people who have signed in."""
    return _guard(view, SIGNED_IN)


def token(view: View) -> View:
    """Serve programs that bring an API token."""
    return _guard(view, TOKEN)


def device(view: View) -> View:
    """Serve paired scanners."""
    return _guard(view, DEVICE)


def _guard(view: View, name: str) -> View:
    view.guard = name  # type: ignore[attr-defined]  # functions carry attributes
    return view


def serves_limited(view: View) -> View:
    """Serve tokens that are limited to an event, too, though the route is about none."""
    setattr(view, LIMITED, True)
    return view


def about_events(blueprint: str) -> None:
    """Let the routes of a blueprint serve tokens limited to an event; all others are closed."""
    _of_events.add(blueprint)


def writes(view: View) -> View:
    """Run the view in one unit of work, or in the one that the API opened around its answer."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if g.get(IN_UNIT):
            answer = view(*args, **kwargs)
            db.session.flush()  # the unit goes on, but what was made is shown as it will be
            return answer
        return in_unit_of_work(lambda: view(*args, **kwargs))

    wrapped.is_writing = True  # type: ignore[attr-defined]  # functions carry attributes
    return wrapped  # type: ignore[return-value]  # `wraps` keeps the view's signature


def writes_after(prepare: Callable[[], Any]) -> Callable[[View], View]:
    """Give the view first what `prepare` made of the request before the unit of work opened.

    For what takes its time and needs no database, such as looking into a file.
    """

    def decorate(view: View) -> View:
        run = writes(view)

        @wraps(view)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            made = g.get(PREPARED) if g.get(IN_UNIT) else prepare()
            return run(made, *args, **kwargs)

        wrapped.is_writing = True  # type: ignore[attr-defined]  # functions carry attributes
        wrapped.prepare = prepare  # type: ignore[attr-defined]  # functions carry attributes
        return wrapped  # type: ignore[return-value]  # `wraps` keeps the view's signature

    return decorate


def actor() -> Actor:
    """Return whoever makes the current request."""
    return g.actor


def actor_or_none() -> Actor | None:
    """Return whoever makes the current request, None before that is known."""
    return g.get("actor")


def guard_of(app: Flask, endpoint: str) -> str | None:
    """Return the guard of a route, None if it has not said."""
    return getattr(app.view_functions[endpoint], "guard", None)


def loads_bearers(prefix: str) -> Callable[[LoadBearer], LoadBearer]:
    """Register how a bearer's secret that begins with a prefix becomes an actor."""

    def decorate(load: LoadBearer) -> LoadBearer:
        _bearers[prefix] = load
        return load

    return decorate


def widens(widen: Widen) -> Widen:
    """Register what lets a person see more for the time of a request, which must be one to read."""
    _widen.append(widen)
    return widen


def install(app: Flask) -> None:
    """Let `actor()` be known before every view, and refuse routes without a guard."""
    login.install(app)

    @app.before_request
    def know_actor() -> Response | None:
        g.actor = ANONYMOUS
        if request.endpoint is None:
            return None
        guard = guard_of(current_app, request.endpoint)
        if guard in (TOKEN, DEVICE):
            g.actor = _bearer(guard)
            _check_scope(g.actor, guard)
            _check_limit(g.actor)
            return None
        g.actor = login.known_actor()
        if guard == SIGNED_IN and not g.actor.is_signed_in:
            return _to_sign_in()
        if guard is None:
            raise Forbidden("route_without_guard")
        if guard == SIGNED_IN and request.method in SAFE:
            for widen in _widen:
                g.actor = widen(g.actor)
        return None


def _bearer(guard: str) -> Actor:
    scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
    load = _bearers.get(raw.strip().partition("_")[0] + "_")
    found = load(raw.strip()) if scheme.lower() == "bearer" and load else None
    if found is None or (found.device_id is not None and guard != DEVICE):
        raise SignInRequired("token_required")
    return found


def _check_scope(bearer: Actor, guard: str) -> None:
    """Refuse at once what no use of a token's scopes could allow."""
    needed = READ if request.method in SAFE else WRITE
    if guard == TOKEN and bearer.scopes is not None and needed not in bearer.scopes:
        raise Forbidden("scope_missing", scope=needed)


def _check_limit(bearer: Actor) -> None:
    """Close what is about no event to tokens that are limited to one."""
    if bearer.event_limit is None or request.blueprint in _of_events:
        return
    if not getattr(current_app.view_functions[request.endpoint or ""], LIMITED, False):
        raise NotFound


def _to_sign_in() -> Response:
    """Send people to sign in, and remember where they were going, on our side only.

    A part that refreshes itself asks its page to load again instead, which then leads there.
    """
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Refresh": "true"})
    if request.method == "GET":
        session[login.AFTER_SIGN_IN] = request.full_path.rstrip("?")
    is_half_in = login.awaiting_id() is not None
    return redirect(url_for("identity.second_step" if is_half_in else "identity.sign_in"))
