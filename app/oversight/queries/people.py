"""The operator's reads of people, organisations and the work in the background."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.addresses import email_key
from app.core.db import db
from app.core.jobs import FailedJob
from app.core.outbox import OutboxMessage
from app.core.text import search_key
from app.identity.models import Membership, Organisation, Person
from app.identity.queries.second_step import (
    has_second_step,
    list_external_identities,
    list_passkeys,
)


def list_people(text: str, limit: int, offset: int) -> Sequence[Person]:
    """Return accounts whose name or address has this text."""
    query = _people(text).options(
        selectinload(Person.memberships).joinedload(Membership.organisation)
    )
    ordered = query.order_by(Person.family_name, Person.given_name, Person.id)
    return db.session.scalars(ordered.limit(limit).offset(offset)).all()


def list_people_after(text: str, after: int | None, limit: int) -> Sequence[Person]:
    """Return those accounts in the order of their ids, after one of them."""
    query = _people(text).where(Person.id > (after or 0)).order_by(Person.id)
    return db.session.scalars(query.limit(limit)).all()


def _people(text: str) -> Select[Person]:
    if not text:
        return select(Person)
    has_address = Person.email_key.contains(email_key(text), autoescape=True)
    return select(Person).where(or_(has_address, *_named(text)))


def _named(text: str) -> list[ColumnElement[bool]]:
    """Return what finds a name as it was typed; SQLite knows of few letters how to lower them."""
    name = Person.given_name + " " + Person.family_name
    written = {text, text.lower(), text.title(), text.upper()}
    return [
        column.contains(one, autoescape=True)
        for column in (name, Person.latin_name)
        for one in sorted(written)
    ]


@dataclass(frozen=True)
class Ways:
    """By what a person can sign in, besides the links by mail that everybody can have."""

    has_password: bool
    has_app: bool
    passkeys: int
    external: int


def count_ways(person: Person) -> Ways:
    """Return by what a person can sign in."""
    return Ways(
        has_password=person.password_hash is not None,
        has_app=has_second_step(person.id),
        passkeys=len(list_passkeys(person.id)),
        external=len(list_external_identities(person.id)),
    )


def list_organisations(text: str, limit: int, offset: int) -> Sequence[Organisation]:
    """Return organisations whose name has this text."""
    ordered = _organisations(text).order_by(Organisation.search_key, Organisation.id)
    return db.session.scalars(ordered.limit(limit).offset(offset)).all()


def list_organisations_after(text: str, after: int | None, limit: int) -> Sequence[Organisation]:
    """Return those organisations in the order of their ids, after one of them."""
    query = _organisations(text).where(Organisation.id > (after or 0)).order_by(Organisation.id)
    return db.session.scalars(query.limit(limit)).all()


def _organisations(text: str) -> Select[Organisation]:
    has_name = Organisation.search_key.contains(search_key(text), autoescape=True)
    return select(Organisation).where(has_name)


def list_places_of(person: Person) -> Sequence[Membership]:
    """Return a person's places in organisations, by name."""
    query = (
        select(Membership)
        .join(Membership.organisation)
        .options(joinedload(Membership.organisation))
        .where(Membership.person_id == person.id)
        .order_by(Organisation.search_key, Organisation.id)
    )
    return db.session.scalars(query).all()


def list_failed_jobs(limit: int = 200) -> Sequence[FailedJob]:
    """Return the jobs that were given up, the oldest first."""
    ordered = select(FailedJob).order_by(FailedJob.failed_at, FailedJob.id)
    return db.session.scalars(ordered.limit(limit)).all()


def count_health() -> dict[str, int]:
    """Return the figures that say how the installation is."""
    disabled = Person.disabled_at.is_not(None)
    return {
        "people": db.session.scalar(select(func.count()).select_from(Person)) or 0,
        "disabled": db.session.scalar(select(func.count()).where(disabled)) or 0,
        "untold": db.session.scalar(select(func.count()).where(OutboxMessage.dead_at.is_not(None)))
        or 0,
        "failed": db.session.scalar(select(func.count()).select_from(FailedJob)) or 0,
    }
