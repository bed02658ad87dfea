"""What somebody may who has proved an address by a mailed link."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from app.core import clock
from app.core.authz import ANONYMOUS, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.installation import is_by_invitation
from app.core.permissions import Permission
from app.core.text import email_key
from app.identity import facts, queries
from app.identity.models import (
    AuthenticatorApp,
    ExternalIdentity,
    Passkey,
    Person,
    RecoveryCode,
)
from app.identity.queries.links import OVER
from app.identity.rules.links import LinkPurpose
from app.identity.services.links import end_links, make_link, request_link, use_link
from app.identity.services.people import register_person, set_password
from app.identity.services.sessions import end_all_sessions
from app.identity.services.tokens import revoke_all


def request_account(
    network: str,
    *,
    email: str,
    language: str,
    organisation: Mapping[str, Any] | None = None,
    **account: Any,
) -> int | None:
    """Let an account wait until its address is proved."""
    if is_by_invitation():
        raise Conflict("sign_up_closed")
    pending = account | {"organisation": dict(organisation) if organisation else None}
    return request_link(LinkPurpose.SIGN_UP, email, network, language=language, pending=pending)


def confirm_account(text: str) -> Person:
    """Make the account whose address is proved now; a known one is refused by its unique key."""
    link = use_link(text, LinkPurpose.SIGN_UP)
    pending = dict(link.pending or {})
    person = register_person(
        ANONYMOUS,
        email=link.email,
        language=link.language,
        email_confirmed_at=clock.now(),
        **pending,
    )
    end_links(person)  # whatever else was asked for in the name of this address
    return person


def sign_in_by_link(text: str) -> Person:
    """Return whose address the link proves."""
    return _prove(use_link(text, LinkPurpose.SIGN_IN).email)


def reset_password(text: str, password_hash: str) -> Person:
    """Replace the password of whoever has the mail, and end all that the old one opened."""
    person = _prove(use_link(text, LinkPurpose.RESET).email)
    return set_password(queries.actor_for(person), person, password_hash)


def _prove(email: str) -> Person:
    person = queries.find_person_by_email(email)
    if person is None:
        raise NotFound(OVER)
    person.email_confirmed_at = person.email_confirmed_at or clock.now()
    return person


def request_email_change(actor: Actor, network: str, *, email: str) -> int | None:
    """Ask the new address whether it is the actor's; until it answers nothing changes."""
    person = queries.get_person(actor.person_id)
    authorize(actor, Permission.PERSON_EDIT, person)
    if email_key(email) == person.email_key:
        raise Invalid("same_email", field="email")
    more: dict[str, Any] = {"language": person.language, "person_id": person.id}
    return request_link(LinkPurpose.NEW_EMAIL, email, network, **more)


def confirm_email_change(text: str) -> Person:
    """Give the account the address that is proved now; the old one is told, with a way back."""
    link = use_link(text, LinkPurpose.NEW_EMAIL)
    person = queries.get_person(link.person_id)
    old = person.email
    _move(person, link.email)
    more: dict[str, Any] = {"language": person.language, "person_id": person.id}
    make_link(LinkPurpose.OLD_EMAIL, old, **more)
    return person


def return_email(text: str) -> Person:
    """Give the account its former address back, without the password and the ways in made since.

    Nobody gets in before a new password is set by mail.
    """
    link = use_link(text, LinkPurpose.OLD_EMAIL)
    person = queries.get_person(link.person_id)
    person.password_hash = None
    for way in (Passkey, ExternalIdentity, AuthenticatorApp, RecoveryCode):
        since = (way.person_id == person.id) & (way.created_at >= link.created_at)
        db.session.execute(delete(way).where(since))
    _move(person, link.email)
    revoke_all(queries.actor_for(person), person)
    return person


def _move(person: Person, email: str) -> None:
    """Change an account's address and end all that was opened under the one before."""
    end_links(person)
    person.email, person.email_key = email, email_key(email)
    person.email_confirmed_at = clock.now()
    person.link_epoch += 1
    end_links(person)
    actor = queries.actor_for(person)
    record(facts.EmailChanged(actor_id=person.id, person_id=person.id))
    end_all_sessions(actor, person)
