"""Who is signed in: the cookie holds a random secret, the database its hash and the person.

The guards read the person from here and nowhere else. Of the person the cookie says nothing;
besides the secret it holds what a stranger's holds too: a CSRF token, a language, notes not shown.
"""

from collections.abc import Callable

from flask import Flask, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.core.authz import ANONYMOUS, Actor
from app.core.uow import in_unit_of_work

LoadPerson = Callable[[str], Actor | None]
LoadAwaiting = Callable[[str], int | None]
OpenSession = Callable[[int, str, str, str, int | None], str]
_manager = LoginManager()
_openers: list[OpenSession] = []
_awaiting: list[LoadAwaiting] = []
AFTER_SIGN_IN = "after_sign_in"
JOINING = "openid_joining"  # an account elsewhere whose owner is about to prove the one here
SECRET = "_user_id"  # noqa: S105 - where Flask-Login keeps it


class SignedIn(UserMixin):
    """What Flask-Login knows of a person: the secret in the cookie, and the actor behind it."""

    def __init__(self, secret: str, actor: Actor = ANONYMOUS) -> None:
        self.secret = secret
        self.actor = actor

    def get_id(self) -> str:
        """Return what the cookie keeps."""
        return self.secret


def install(app: Flask) -> None:
    """Set Flask-Login up; the guards, not its own decorator, refuse strangers."""
    _manager.session_protection = None
    _manager.init_app(app, add_context_processor=False)


def loads_people(load: LoadPerson) -> LoadPerson:
    """Register how the secret of a session becomes an actor."""

    @_manager.user_loader
    def load_user(secret: str) -> SignedIn | None:
        actor = load(secret)
        return SignedIn(secret, actor) if actor else None

    return load


def opens_sessions(open_session: OpenSession) -> OpenSession:
    """Register how a session begins: whose, by which way, with what, where, instead of which."""
    _openers[:] = [open_session]
    return open_session


def begin(person_id: int, language: str, way: str) -> str:
    """Begin a fresh session for a person; return where they were going, or an empty text."""
    destination = str(session.get(AFTER_SIGN_IN, ""))
    agent, address = request.headers.get("User-Agent", ""), request.remote_addr or ""
    before = known_actor().session_id
    secret = in_unit_of_work(lambda: _openers[0](person_id, way, agent, address, before))
    joining = session.get(JOINING)
    session.clear()
    session.permanent = True
    session["language"] = language
    if joining is not None:
        session[JOINING] = joining
    login_user(SignedIn(secret))
    return destination


def loads_awaiting(load: LoadAwaiting) -> LoadAwaiting:
    """Register how the secret of a session that awaits its second step becomes its id."""
    _awaiting[:] = [load]
    return load


def awaiting_id() -> int | None:
    """Return the session of this browser that awaits its second step."""
    secret = session.get(SECRET)
    return _awaiting[0](secret) if isinstance(secret, str) else None


def renew(secret: str) -> None:
    """Go on with the same session under a new secret."""
    session[SECRET] = secret


def remember(destination: str) -> None:
    """Keep where somebody is going while they have not got in."""
    session[AFTER_SIGN_IN] = destination


def take_destination() -> str:
    """Return where somebody was going, once."""
    return str(session.pop(AFTER_SIGN_IN, ""))


def end() -> None:
    """Let the browser forget its session."""
    logout_user()
    session.clear()


def known_actor() -> Actor:
    """Return whom the session belongs to."""
    user = current_user
    return user.actor if user.is_authenticated else ANONYMOUS
