"""The log of consents: what was asked, what was answered last, and who agrees to what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.identity.models import FormerAddress, Person
from app.privacy.models import AskedConsent, Consent
from app.privacy.queries.holding import is_held_by
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Channel, Purpose, last_answers

MOST_SHOWN = 500
Things = Select[int, str, datetime]  # an id, an address, and when the thing came under it


def list_asked(event_id: int) -> list[Purpose]:
    """Return what an event asks people to agree to when they register."""
    query = select(AskedConsent.purpose).where(AskedConsent.event_id == event_id)
    asked = set(db.session.scalars(query))
    return [one for one in ASKED_BY_EVENTS if one in asked]


def those_who_agree(things: Things, event_id: int | None, purpose: Purpose) -> Select[tuple[int]]:
    """Return the ids of those things behind whose addresses somebody agrees to a purpose.

    Such as the tickets whose holders may be photographed.
    """
    last = _last_answers(things, event_id)
    return select(last.c.id).where(last.c.purpose == purpose, last.c.is_given)


def agreed_by_each(things: Things, event_id: int | None) -> dict[int, frozenset[Purpose]]:
    """Return what was agreed to at an event, or for the whole site, by the ids of things."""
    last = _last_answers(things, event_id)
    query = select(last.c.id, last.c.purpose).where(last.c.is_given)
    found: dict[int, set[Purpose]] = {}
    for thing_id, purpose in db.session.execute(query):
        found.setdefault(thing_id, set()).add(Purpose(purpose))
    return {thing_id: frozenset(purposes) for thing_id, purposes in found.items()}


def _last_answers(things: Things, event_id: int | None) -> Subquery:
    """Return the last answer to each purpose of whoever had a thing's address at its time."""
    held = _holders(things)
    answer = (held.c.id, Consent.id.label("answer"), Consent.purpose, Consent.is_given)
    by_address = (
        select(*answer)
        .join(Consent, Consent.email_key == held.c.key)
        .where(or_(held.c.since.is_(None), _is_of_address(held.c.since)))
    )
    in_account = select(*answer).join(Consent, Consent.person_id == held.c.holder_id)
    asked = Consent.event_id == event_id
    is_typed = Consent.person_id.is_(None)
    every = union_all(by_address.where(asked, is_typed), in_account.where(asked)).subquery()
    latest = func.row_number().over(
        partition_by=(every.c.id, every.c.purpose), order_by=every.c.answer.desc()
    )
    ordered = select(every, latest.label("place")).subquery()
    last = select(ordered.c.id, ordered.c.purpose, ordered.c.is_given)
    return last.where(ordered.c.place == 1).subquery()


def _holders(things: Things) -> Subquery:
    """Return things with whose account their address led to, and since when it is theirs."""
    thing_id, address, dated = things.subquery().c
    key = func.lower(address)
    former = and_(
        FormerAddress.email_key == key,
        dated >= FormerAddress.held_from,
        dated < FormerAddress.held_until,
    )
    account = and_(Person.email_key == key, Person.email_confirmed_at.is_not(None))
    columns = (
        thing_id.label("id"),
        key.label("key"),
        func.coalesce(FormerAddress.person_id, Person.id).label("holder_id"),
        func.coalesce(FormerAddress.held_from, Person.created_at).label("since"),
    )
    query = select(*columns).outerjoin(FormerAddress, former).outerjoin(Person, account)
    return query.subquery()


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


def _of(person: Person) -> ColumnElement[bool]:
    """Return the condition that an answer is somebody's: by account, or by an address they had."""
    held = is_held_by(person, Consent.email_key, Consent.at)
    by_address = and_(held, _is_of_address(person.created_at))
    return or_(Consent.person_id == person.id, by_address)


def _is_of_address(account_since: Any) -> ColumnElement[bool]:
    """Return the condition that what was answered without an account speaks for the address.

    Anybody can register with any address. So whoever has an account answers in it, or by a link
    that was mailed; of what others typed nothing counts from the day on which the account is there.
    """
    is_proved = Consent.channel == Channel.INVITATION
    return and_(Consent.person_id.is_(None), or_(is_proved, Consent.at < account_since))
