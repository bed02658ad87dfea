"""What people do with their account."""

from collections.abc import Mapping
from typing import Any

from app.core.addresses import email_key, plain_email
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Forbidden
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import facts
from app.identity.models import Person
from app.identity.services.links import end_links
from app.identity.services.organisations import register_organisation
from app.identity.services.own import own_account
from app.identity.services.sessions import end_all_sessions
from app.identity.services.tokens import revoke_all


def register_person(
    actor: Actor,
    *,
    email: str,
    given_name: str,
    family_name: str,
    password_hash: str | None,
    organisation: Mapping[str, Any] | None = None,
    **more: Any,
) -> Person:
    """Make an account, and enter the organisation that comes with it; `more`: language and such.

    Anybody may; a known address is refused by its unique key.
    """
    person = Person(
        email=plain_email(email),
        email_key=email_key(email),
        given_name=given_name,
        family_name=family_name,
        password_hash=password_hash,
        **more,
    )
    db.session.add(person)
    db.session.flush()
    record(facts.PersonRegistered(actor_id=actor.person_id or person.id, person_id=person.id))
    if organisation:
        trusted = actor.is_system or actor.is_operator
        register_organisation(actor if trusted else _as_actor(person), person, **organisation)
    return person


def _as_actor(person: Person) -> Actor:
    return Actor(person_id=person.id, email=person.email, name=person.name)


def change_profile(actor: Actor, **changes: Any) -> Person:
    """Change the actor's own name and language."""
    person = own_account(actor)
    for name, value in changes.items():
        setattr(person, name, value)
    record(facts.PersonChanged(actor_id=actor.person_id, person_id=person.id))
    return person


def change_password(actor: Actor, password_hash: str) -> Person:
    """Replace the actor's own password; every session begun before is over, and every token."""
    person = own_account(actor)
    return set_password(actor, person, password_hash)


def set_password(actor: Actor, person: Person, password_hash: str) -> Person:
    """Replace a person's password, and end all that the old one opened."""
    authorize(actor, Permission.PERSON_EDIT, person)
    person.password_hash = password_hash
    person.link_epoch += 1
    record(facts.PasswordChanged(actor_id=actor.person_id, person_id=person.id))
    end_all_sessions(actor, person)
    end_links(person)
    revoke_all(actor, person)  # who knew the old password could have made tokens with it
    return person


def appoint_operator(actor: Actor, person: Person) -> None:
    """Trust a person with the installation: an operator may, and the system by command."""
    if not (actor.is_system or actor.operates):
        raise Forbidden
    person.is_operator = True
    end_all_sessions(actor, person)  # what they may now begins with a new session
    record(facts.OperatorAppointed(actor_id=actor.person_id, person_id=person.id))
