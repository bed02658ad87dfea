"""Reads of who belongs to an organisation and who is asked to."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import (
    Invitation,
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


def find_membership(organisation_id: int, person_id: int) -> Membership | None:
    """Return a person's place in an organisation."""
    query = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.person_id == person_id
    )
    return db.session.scalar(query)


def list_invitations(organisation: Organisation) -> list[Invitation]:
    """Return the open invitations of an organisation, the oldest first."""
    query = select(Invitation).where(Invitation.organisation_id == organisation.id)
    return list(db.session.scalars(query.order_by(Invitation.created_at, Invitation.id)))


def find_invitation(invitation_id: int) -> Invitation | None:
    """Return an invitation with its organisation and who sent it, None once it is answered."""
    query = _invitations().where(Invitation.id == invitation_id)
    return db.session.scalar(query)


def list_invitations_to(actor: Actor) -> list[Invitation]:
    """Return what the actor's account is invited to, the oldest first.

    Not what was sent before the account was made: its address is not proved, so that the mail is
    needed to answer.
    """
    query = (
        _invitations()
        .join(Person, Person.email_key == Invitation.email_key)
        .where(Person.id == actor.person_id, Person.created_at <= Invitation.created_at)
        .order_by(Invitation.created_at, Invitation.id)
    )
    return list(db.session.scalars(query))


def get_invitation_to(actor: Actor, invitation_id: int) -> Invitation:
    """Return one of the invitations to the actor's account."""
    for invitation in list_invitations_to(actor):
        if invitation.id == invitation_id:
            return invitation
    raise NotFound


def _invitations() -> Select[Invitation]:
    return select(Invitation).options(
        joinedload(Invitation.organisation), joinedload(Invitation.invited_by)
    )
