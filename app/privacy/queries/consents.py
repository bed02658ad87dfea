"""The log of consents: what was asked, what was answered last, and everything in its order."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from app.core.addresses import email_key
from app.core.db import db
from app.identity.models import Person
from app.privacy.models import AskedConsent, Consent
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Channel, Purpose, last_answers

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
        .outerjoin(Person, Person.email_key == Consent.email_key)
        .where(Consent.event_id == event_id, Consent.email_key.in_(keys))
        .where(or_(Consent.person_id == Person.id, _is_of_address(Person.created_at)))
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
    since = select(Person.created_at).where(Person.id == person_id).scalar_subquery()
    by_address = and_(Consent.email_key == key, _is_of_address(since))
    return or_(Consent.person_id == person_id, by_address)


def _is_of_address(account_since: Any) -> ColumnElement[bool]:
    """Return the condition that what was answered without an account speaks for the address.

    Anybody can register with any address. So whoever has an account answers in it, or by a link
    that was mailed; of what others typed nothing counts from the day on which the account is there.
    """
    is_proved = Consent.channel == Channel.INVITATION
    is_earlier = or_(account_since.is_(None), Consent.at < account_since)
    return and_(Consent.person_id.is_(None), or_(is_proved, is_earlier))
