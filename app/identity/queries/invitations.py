"""Reads of invitations: those that were sent, and those that wait for an answer."""

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import Invitation, Organisation, Person
from app.identity.rules import Purpose


def list_invitations(organisation: Organisation) -> list[Invitation]:
    """Return the open invitations of an organisation to people, the oldest first."""
    return _list(
        Invitation.organisation_id == organisation.id, Invitation.purpose == Purpose.MEMBERSHIP
    )


def list_invitations_of(event_id: int, *purposes: Purpose) -> list[Invitation]:
    """Return the open invitations of an event for these purposes, the oldest first."""
    return _list(Invitation.event_id == event_id, Invitation.purpose.in_(purposes))


def list_invitations_to(actor: Actor) -> list[Invitation]:
    """Return what the actor, or an organisation of theirs, is invited to, the oldest first.

    Nothing that was sent to an address which the account has not proved: the mail is needed then.
    """
    if not actor.is_signed_in:
        return []
    own = select(Person.email_key).where(
        Person.id == actor.person_id,
        Person.email_confirmed_at.is_not(None),
    )
    is_joining = Invitation.purpose == Purpose.JOINING
    to_organisation = and_(
        Invitation.purpose == Purpose.PARTNER,
        Invitation.organisation_id.in_(actor.organisation_ids),
    )
    asks_in = and_(is_joining, Invitation.organisation_id.in_(actor.administered_ids))
    to_me = and_(~is_joining, Invitation.email_key == own.scalar_subquery())
    is_mine = or_(to_me, to_organisation, asks_in)
    return _list(is_mine, Invitation.expires_at > clock.now())


def list_joinings_of(actor: Actor) -> list[Invitation]:
    """Return which organisations the actor waits for, having asked to be let in."""
    return _list(
        Invitation.invited_by_id == actor.person_id,
        Invitation.purpose == Purpose.JOINING,
        Invitation.expires_at > clock.now(),
    )


def get_invitation_to(actor: Actor, invitation_id: int) -> Invitation:
    """Return one of the invitations that wait for the actor."""
    for invitation in list_invitations_to(actor):
        if invitation.id == invitation_id:
            return invitation
    raise NotFound


def find_invitation(invitation_id: int) -> Invitation | None:
    """Return an invitation with all that it names, None once it is answered."""
    return db.session.scalar(_invitations().where(Invitation.id == invitation_id))


def get_invitation(invitation_id: int) -> Invitation:
    """Return an invitation with all that it names."""
    invitation = find_invitation(invitation_id)
    if invitation is None:
        raise NotFound
    return invitation


def _list(*which: ColumnElement[bool]) -> list[Invitation]:
    query = _invitations().where(*which).order_by(Invitation.created_at, Invitation.id)
    return list(db.session.scalars(query))


def _invitations() -> Select[Invitation]:
    return select(Invitation).options(
        joinedload(Invitation.organisation),
        joinedload(Invitation.invited_by),
        joinedload(Invitation.event),
    )
