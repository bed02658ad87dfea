"""Signing in: an attempt is counted before the password is looked at, so none is free.

Growing delays slow a guesser down and never keep the owner out for good.
"""

import hashlib
import ipaddress
from datetime import datetime
from math import ceil

from sqlalchemy import delete, select

from app.core import clock
from app.core.db import db
from app.core.errors import RateLimited
from app.core.facts import record
from app.core.text import email_key
from app.identity import facts, passwords, queries
from app.identity.models import Person, SignInThrottle
from app.identity.rules import FORGETS_AFTER, Throttle, delay_after, failures_now


def begin_attempt(email: str, network: str) -> bool:
    """Count an attempt, or refuse it with the seconds to wait; True, for the edge to go on."""
    now = clock.now()
    keys = _keys(email, network)
    query = select(SignInThrottle).where(SignInThrottle.key.in_(keys.values()))
    known = {row.key: row for row in db.session.scalars(query.with_for_update())}
    open_at = max((row.open_at for row in known.values()), default=now)
    if open_at > now:
        seconds = ceil((open_at - now).total_seconds())
        raise RateLimited("sign_in_throttled", seconds=seconds)
    for throttle, key in keys.items():
        _count(known.get(key), throttle, key, now)
    return True


def _count(row: SignInThrottle | None, throttle: Throttle, key: str, now: datetime) -> None:
    if row is None:
        row = SignInThrottle(key=key, failures=0, failed_at=now)
        db.session.add(row)
    row.failures = failures_now(row.failures, row.failed_at, now) + 1
    row.failed_at = now
    row.open_at = now + delay_after(throttle, row.failures)


def find_by_password(email: str, password: str) -> Person | None:
    """Return the person whose address and password these are; it takes as long for a stranger.

    Called outside of a unit of work: hashing is slow on purpose.
    """
    person = queries.find_person_by_email(email)
    stored = person.password_hash if person else None
    return person if passwords.is_password(stored, password) else None


def note_sign_in(person_id: int, network: str, new_hash: str | None) -> Person:
    """Take the successful attempt back from the counts, and keep a hash of today's strength."""
    person = queries.get_person(person_id)
    if new_hash:
        person.password_hash = new_hash
    keys = _keys(person.email, network)
    forgotten = SignInThrottle.key.in_([keys[Throttle.PAIR], keys[Throttle.ACCOUNT]])
    stale = SignInThrottle.failed_at < clock.now() - FORGETS_AFTER
    db.session.execute(delete(SignInThrottle).where(forgotten | stale))
    shared = db.session.get(SignInThrottle, keys[Throttle.NETWORK], with_for_update=True)
    if shared is not None:
        shared.failures = max(shared.failures - 1, 0)
    record(facts.PersonSignedIn(actor_id=person.id, person_id=person.id))
    return person


def _keys(email: str, network: str) -> dict[Throttle, str]:
    account, place = email_key(email), _network(network)
    return {
        Throttle.PAIR: _key(Throttle.PAIR, account, place),
        Throttle.ACCOUNT: _key(Throttle.ACCOUNT, account),
        Throttle.NETWORK: _key(Throttle.NETWORK, place),
    }


def _network(address: str) -> str:
    """Return what one household has of the internet: an address, or 64 bits of a longer one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    prefix = 32 if found.version == 4 else 64  # noqa: PLR2004 - versions of the protocol
    return str(ipaddress.ip_network(f"{found}/{prefix}", strict=False))


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
