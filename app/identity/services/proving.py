"""What somebody may who has proved an address by a mailed link."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from app.core import clock
from app.core.addresses import email_key
from app.core.authz import ANONYMOUS, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.installation import is_by_invitation
from app.core.permissions import Permission
from app.identity import facts, queries
from app.identity.models import FormerAddress, Person
from app.identity.queries.links import OVER
from app.identity.rules.links import LinkPurpose
from app.identity.services.links import (
    end_links,
    end_returns_since,
    make_link,
    request_link,
    use_link,
)
from app.identity.services.own import own_account
from app.identity.services.people import register_person, set_password
from app.identity.services.sessions import end_all_sessions
from app.identity.services.ways_in import (
    prove_address,
    remove_all_ways,
    remove_keys,
    remove_new_second_step,
)


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


def confirm_account(text: str, **chosen: Any) -> Person:
    """Make the account whose address is proved now; a known one is refused by its unique key.

    `chosen`: names and password of whoever has the mail, in place of those that were sent in.
    """
    link = use_link(text, LinkPurpose.SIGN_UP)
    pending = dict(link.pending or {}) | chosen
    person = register_person(
        ANONYMOUS,
        email=link.email,
        language=link.language,
        email_confirmed_at=clock.now(),
        **pending,
    )
    end_links(person)  # whatever else was asked for in the name of this address
    return person


def sign_in_by_link(text: str, by: int | None = None) -> Person:
    """Return whose address the link proves; `by`: who is signed in where it was opened."""
    return _prove(use_link(text, LinkPurpose.SIGN_IN).email, by)


def reset_password(text: str, password_hash: str, *, removes_ways: bool = False) -> Person:
    """Replace the password of whoever has the mail, and end all that the old one opened.

    Whoever got in before may have added ways in that need no password, or a second step that
    keeps the owner out; they go if that is asked, but a second step only while it is new.
    """
    person = _prove(use_link(text, LinkPurpose.RESET).email)
    if removes_ways:
        remove_keys(person)
        remove_new_second_step(person)
    return set_password(queries.actor_for(person), person, password_hash)


def _prove(email: str, by: int | None = None) -> Person:
    person = queries.find_person_by_email(email)
    if person is None:
        raise NotFound(OVER)
    prove_address(person, by)
    return person


def request_email_change(actor: Actor, network: str, *, email: str) -> int | None:
    """Ask the new address whether it is the actor's; until it answers nothing changes."""
    person = own_account(actor)
    if email_key(email) == person.email_key:
        raise Invalid("same_email", field="email")
    more: dict[str, Any] = {"language": person.language, "person_id": person.id}
    return request_link(LinkPurpose.NEW_EMAIL, email, network, **more)


def confirm_email_change(actor: Actor, text: str) -> Person:
    """Give the actor's account the address that is proved now; the old one is told, and how back.

    Nobody else may who has the mail, or they would give their address to a stranger's account.
    From an address to which a way back leads there is none to those that followed it.
    """
    link = use_link(text, LinkPurpose.NEW_EMAIL)
    person = queries.get_person(link.person_id)
    authorize(actor, Permission.PERSON_EDIT, person)
    old = person.email
    _remember_address(person)
    _move(person, link.email)
    back = queries.find_way_back(person)
    if back is not None:
        end_returns_since(back)
    else:
        make_link(LinkPurpose.OLD_EMAIL, old, language=person.language, person_id=person.id)
    return person


def return_email(text: str) -> Person:
    """Give the account its former address back, without the password and any other way in.

    Nobody gets in before a new password is set by mail: neither the sessions, tokens and keys of
    whoever changed the address do, nor the ways back to the addresses that followed.
    """
    link = use_link(text, LinkPurpose.OLD_EMAIL)
    person = queries.get_person(link.person_id)
    remove_all_ways(person)
    end_returns_since(link)
    _forget_addresses_since(person, link.created_at)
    _move(person, link.email)
    return person


def _remember_address(person: Person) -> None:
    """Keep the address that goes, so that what came under it stays the person's."""
    if person.email_confirmed_at is None:
        return
    former = FormerAddress(
        person_id=person.id,
        email=person.email,
        email_key=person.email_key,
        held_from=person.email_confirmed_at,
        held_until=clock.now(),
    )
    db.session.add(former)


def _forget_addresses_since(person: Person, since: datetime) -> None:
    """Forget the addresses of whoever changed the account without right: they are theirs."""
    later = delete(FormerAddress).where(
        FormerAddress.person_id == person.id, FormerAddress.held_until > since
    )
    db.session.execute(later.execution_options(synchronize_session=False))


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
