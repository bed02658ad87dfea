"""The addresses that a person has and had, each with the time in which it was theirs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from app.core.db import db
from app.core.tokens import keyed_hash
from app.identity.models import FormerAddress, Person
from app.privacy.models import Suppression
from app.privacy.rules.holding import Claim, Window, window_of


@dataclass(frozen=True)
class Held:
    """An address in its two spellings, and when it was the person's."""

    email: str
    key: str
    window: Window

    def covers(self, address: Any, dated: Any) -> ColumnElement[bool]:
        """Return the condition that a row came under this address in its time."""
        is_same = or_(address.in_((self.email, self.key)), func.lower(address) == self.key)
        since, until = self.window.since, self.window.until
        return and_(
            is_same,
            true() if since is None else dated >= since,
            true() if until is None else dated < until,
        )


def addresses_of(person: Person) -> tuple[Held, ...]:
    """Return the proved addresses of a person; one that nobody proved leads to no rows."""
    own = [
        (former.email, former.email_key, Claim(person.id, former.held_from, former.held_until))
        for former in _former(FormerAddress.person_id == person.id)
    ]
    if person.email_confirmed_at is not None:
        own.append((person.email, person.email_key, Claim(person.id, person.email_confirmed_at)))
    claims = _claims({key for _email, key, _claim in own})
    return tuple(
        Held(email, key, window_of(claim, claims.get(key, ()), _erased_at(key)))
        for email, key, claim in own
    )


def is_held_by(person: Person, address: Any, dated: Any) -> ColumnElement[bool]:
    """Return the condition that a row came under an address of a person, while it was theirs."""
    return or_(false(), *(one.covers(address, dated) for one in addresses_of(person)))


def is_anybodys(email_key: str) -> bool:
    """Whether an account has an address now."""
    return db.session.scalar(select(Person.id).where(Person.email_key == email_key)) is not None


def address_hash(key: str) -> str:
    """Return the keyed hash of an address as it is compared; nobody without the key can guess."""
    return keyed_hash("suppression", key)


def _former(chosen: ColumnElement[bool]) -> list[FormerAddress]:
    query = select(FormerAddress).where(chosen).order_by(FormerAddress.held_until, FormerAddress.id)
    return list(db.session.scalars(query))


def _claims(keys: set[str]) -> dict[str, list[Claim]]:
    """Return who has and had some addresses."""
    found: dict[str, list[Claim]] = {}
    for one in _former(FormerAddress.email_key.in_(keys)):
        claim = Claim(one.person_id, one.held_from, one.held_until)
        found.setdefault(one.email_key, []).append(claim)
    query = select(Person).where(Person.email_key.in_(keys), Person.email_confirmed_at.is_not(None))
    for person in db.session.scalars(query):
        since = person.email_confirmed_at or person.created_at
        found.setdefault(person.email_key, []).append(Claim(person.id, since))
    return found


def _erased_at(key: str) -> datetime | None:
    found = db.session.get(Suppression, address_hash(key))
    return found.created_at if found else None
