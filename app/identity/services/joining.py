"""Coming in by the link of an invitation, which proves the address, too."""

from dataclasses import replace
from typing import Any

from app.core import clock
from app.core.addresses import email_key
from app.core.authz import SYSTEM, Actor
from app.core.errors import NotFound
from app.identity import queries
from app.identity.models import Invitation, Person
from app.identity.services.invitations import accept_invitation, read_link
from app.identity.services.people import register_person
from app.identity.services.ways_in import prove_address


def accept_with_account(link: str, *, password_hash: str, **more: Any) -> Person:
    """Make an account for the address that the link proves, and accept with it."""
    invitation = read_link(link)
    if invitation.email is None:
        raise NotFound("invitation_over")
    person = register_person(
        SYSTEM,
        email=invitation.email,
        password_hash=password_hash,
        email_confirmed_at=clock.now(),
        **more,
    )
    accept_invitation(queries.actor_for(person), invitation)
    return person


def accept_by_link(actor: Actor, link: str) -> Invitation:
    """Accept what the link offers to the actor's address, which is proved by it."""
    invitation = read_link(link)
    if email_key(actor.email) == invitation.email_key:
        person = queries.get_person(actor.person_id)
        prove_address(person, by=actor.person_id)
        actor = replace(actor, has_proved_email=True)
    return accept_invitation(actor, invitation)
