"""Reads of who belongs to an organisation."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.core.addresses import email_key
from app.core.db import db
from app.identity.models import (
    Membership,
    Organisation,
    Person,
)


def list_members(organisation: Organisation) -> list[Person]:
    """Return the people of an organisation, by name."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation.id)
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    return list(db.session.scalars(query))


def list_memberships(organisation: Organisation) -> list[Membership]:
    """Return the places in an organisation with their people, by name."""
    query = (
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(Membership.organisation_id == organisation.id)
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    return list(db.session.scalars(query))


def find_membership(organisation_id: int, person_id: int) -> Membership | None:
    """Return a person's place in an organisation."""
    query = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.person_id == person_id
    )
    return db.session.scalar(query)


def has_member_at(organisation_id: int, email: str) -> bool:
    """Whether a member of an organisation has this address; as quick for one that nobody has."""
    query = (
        select(Membership.id)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation_id, Person.email_key == email_key(email))
    )
    return db.session.scalar(query) is not None
