"""The log of consents: what was asked, what was answered last, and everything in its order."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.text import email_key
from app.identity.models import Person
from app.privacy.models import AskedConsent, Consent
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Purpose, last_answers

MOST_SHOWN = 500


def list_asked(event_id: int) -> list[Purpose]:
    """Return what an event asks people to agree to when they register."""
    query = select(AskedConsent.purpose).where(AskedConsent.event_id == event_id)
    asked = set(db.session.scalars(query))
    return [one for one in ASKED_BY_EVENTS if one in asked]


def has_consent(person: Any, purpose: Purpose, event_id: int | None = None) -> bool:
    """Whether the last that somebody answered to a purpose was yes."""
    query = (
        select(Consent.is_given)
        .where(_of(person), Consent.purpose == purpose, Consent.event_id == event_id)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    return bool(db.session.scalar(query))


def consents_of_addresses(
    event_id: int, addresses: Iterable[str]
) -> Mapping[str, frozenset[Purpose]]:
    """Return what the people behind some addresses agreed to at an event, by the address's key."""
    keys = {email_key(one) for one in addresses}
    query = (
        select(Consent)
        .where(Consent.event_id == event_id, Consent.email_key.in_(keys))
        .order_by(Consent.id)
    )
    given: dict[str, set[Purpose]] = {key: set() for key in keys}
    for one in db.session.scalars(query):
        change = given[str(one.email_key)]
        (change.add if one.is_given else change.discard)(Purpose(one.purpose))
    return {key: frozenset(purposes) for key, purposes in given.items()}


def list_log(person: Person) -> list[Consent]:
    """Return all that a person answered, the first first."""
    query = (
        select(Consent)
        .where(_of(person))
        .order_by(Consent.id)
        .options(joinedload(Consent.event), joinedload(Consent.text))
    )
    return list(db.session.scalars(query))[-MOST_SHOWN:]


def describe_log(person: Person) -> list[Consent]:
    """Return the last answer of a person to each purpose of each event, the newest first."""
    latest: list[Any] = list(last_answers(list_log(person)).values())
    return sorted(latest, key=lambda one: one.id, reverse=True)


def _of(person: Any) -> ColumnElement[bool]:
    """Return the condition that an answer is somebody's: by account, or by the address."""
    key = email_key(person.email)
    person_id = getattr(person, "person_id", None) or getattr(person, "id", None)
    return or_(Consent.person_id == person_id, Consent.email_key == key)
