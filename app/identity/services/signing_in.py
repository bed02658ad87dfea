"""Signing in, signing up and new passwords: what hashes a password is counted first."""

import hmac

from sqlalchemy import delete

from app.core import clock
from app.core.addresses import email_key
from app.core.authz import Actor
from app.core.db import db
from app.core.tokens import keyed_hash
from app.identity import passwords, queries
from app.identity.models import Person, SignInThrottle
from app.identity.rules import FORGETS_AFTER, Throttle
from app.identity.services.throttle import count_attempt, key_of, network_of


def begin_attempt(email: str, network: str, mark: str = "") -> bool:
    """Count an attempt, or refuse it with the seconds to wait; True, for the edge to go on.

    With a browser that was signed in to this account before, its owner does not wait for others
    who guess from elsewhere. Whether there is an account makes no difference.
    """
    is_known = hmac.compare_digest(mark.encode(), known_device(email).encode())
    count_attempt(_keys(email, network), waived={Throttle.ACCOUNT} if is_known else set())
    return True


def known_device(email: str) -> str:
    """Return the mark of browsers that were signed in to the account with this address."""
    return keyed_hash("known-device", email_key(email))


def begin_sign_up(network: str) -> bool:
    """Count a sign-up, or refuse it with the seconds to wait; True, for the edge to go on."""
    count_attempt({Throttle.SIGN_UP: key_of(Throttle.SIGN_UP, network_of(network))})
    return True


def begin_password_change(actor: Actor, network: str) -> bool:
    """Count a guess at the present password like one at sign-in; True, for the edge to go on."""
    key = key_of(Throttle.PASSWORD, network_of(network))
    count_attempt(_keys(actor.email, network) | {Throttle.PASSWORD: key})
    return True


def find_by_password(email: str, password: str) -> Person | None:
    """Return the person whose address and password these are; it takes as long for a stranger.

    Called outside of a unit of work: hashing is slow on purpose.
    """
    person = queries.find_person_by_email(email)
    stored = person.password_hash if person else None
    is_right = passwords.is_password(stored, password)
    return person if is_right and person and person.disabled_at is None else None


def note_sign_in(person_id: int, network: str, new_hash: str | None) -> Person:
    """Take the successful attempt back from the counts, and keep a hash of today's strength."""
    person = queries.get_person(person_id)
    if new_hash:
        person.password_hash = new_hash
    forget_attempts(person, network)
    return person


def forget_attempts(person: Person, network: str) -> None:
    """Take the attempts of somebody who knew their password back from the counts."""
    keys = _keys(person.email, network)
    forgotten = SignInThrottle.key.in_([keys[Throttle.PAIR], keys[Throttle.ACCOUNT]])
    stale = SignInThrottle.failed_at < clock.now() - FORGETS_AFTER
    db.session.execute(delete(SignInThrottle).where(forgotten | stale))
    shared = db.session.get(SignInThrottle, keys[Throttle.NETWORK], with_for_update=True)
    if shared is not None:
        shared.failures = max(shared.failures - 1, 0)


def _keys(email: str, network: str) -> dict[Throttle, str]:
    account, place = email_key(email), network_of(network)
    return {
        Throttle.PAIR: key_of(Throttle.PAIR, account, place),
        Throttle.ACCOUNT: key_of(Throttle.ACCOUNT, account),
        Throttle.NETWORK: key_of(Throttle.NETWORK, place),
    }
