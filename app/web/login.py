"""Who is signed in: Flask-Login keeps a person's id and session epoch in the signed cookie.

The guards read the person from here and nowhere else. Raising a person's epoch ends every session
that was begun before.
"""

from collections.abc import Callable

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.core.authz import ANONYMOUS, Actor
from app.core.ids import decode_id, encode_id

LoadPerson = Callable[[int, int], Actor | None]
_manager = LoginManager()
AFTER_SIGN_IN = "after_sign_in"


class SignedIn(UserMixin):
    """What Flask-Login knows of a person: a key for the cookie, and the actor it stands for."""

    def __init__(self, key: str, actor: Actor = ANONYMOUS) -> None:
        self.key = key
        self.actor = actor

    def get_id(self) -> str:
        """Return what the cookie keeps."""
        return self.key


def install(app: Flask) -> None:
    """Set Flask-Login up; the guards, not its own decorator, refuse strangers."""
    _manager.session_protection = None
    _manager.init_app(app, add_context_processor=False)


def loads_people(load: LoadPerson) -> LoadPerson:
    """Register how the person of a session becomes an actor."""

    @_manager.user_loader
    def load_user(key: str) -> SignedIn | None:
        known = read_key(key)
        actor = load(*known) if known else None
        return SignedIn(key, actor) if actor else None

    return load


def session_key(person_id: int, epoch: int) -> str:
    """Return what the cookie keeps of a person."""
    return f"{encode_id(person_id)}.{epoch}"


def read_key(key: str) -> tuple[int, int] | None:
    """Return person and epoch of a key, None if it is not one."""
    letters, _, epoch = key.partition(".")
    try:
        return decode_id(letters), int(epoch)
    except ValueError:
        return None


def begin(person_id: int, epoch: int, language: str) -> str:
    """Begin a fresh session for a person; return where they were going, or an empty text."""
    destination = str(session.get(AFTER_SIGN_IN, ""))
    session.clear()
    session.permanent = True
    session["language"] = language
    login_user(SignedIn(session_key(person_id, epoch)))
    return destination


def end() -> None:
    """End the session."""
    logout_user()
    session.clear()


def known_actor() -> Actor:
    """Return whom the session belongs to."""
    user = current_user
    return user.actor if user.is_authenticated else ANONYMOUS
