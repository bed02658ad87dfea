"""Invitations for tests."""

from app.core.uow import unit_of_work
from app.identity.models import Invitation, Person
from app.identity.queries import actor_for, get_invitation
from app.identity.services import accept_invitation


def accept(person: Person, invitation: Invitation) -> None:
    """Let a person accept an invitation."""
    with unit_of_work():
        accept_invitation(actor_for(person), get_invitation(invitation.id))
