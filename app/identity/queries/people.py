"""Reads of people."""

from sqlalchemy import select

from app.core.addresses import email_key
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import Person


def get_person(person_id: int | None) -> Person:
    """Return a person."""
    person = db.session.get(Person, person_id) if person_id is not None else None
    if person is None:
        raise NotFound
    return person


def find_person(person_id: int) -> Person | None:
    """Return a person; None once there is no such account."""
    return db.session.get(Person, person_id)


def find_person_by_email(email: str) -> Person | None:
    """Return the person with this address, however it is spelled."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


def is_first_proof(email: str, by: int | None) -> bool:
    """Whether nobody proved this address yet, and `by` is not who is signed in to its account."""
    person = find_person_by_email(email)
    return person is not None and person.email_confirmed_at is None and person.id != by
