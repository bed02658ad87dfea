"""A cluster's invitations and mailings, within the fence of whoever asks."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.core import tokens
from app.core.addresses import email_key
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event, TeamRole
from app.events.policies import fence, seat_on
from app.support.models import Mailing, ParticipantInvitation
from app.tickets.models import Ticket, TicketState

USUAL = 50
LINK = "participant-invitation"


def own_cluster_id(actor: Actor, event: Event) -> int:
    """Return the cluster in whose name the actor acts: its own, or the lead's."""
    seat = seat_on(actor, event)
    if seat is not None and seat.role == TeamRole.CO_ORGANISER:
        return int(seat.organisation_id)
    return event.lead_organisation_id


def _within(actor: Actor, event: Event) -> list[ColumnElement[bool]]:
    clusters = fence(actor, event).clusters
    own = [ParticipantInvitation.event_id == event.id]
    if clusters is not None:
        own.append(ParticipantInvitation.cluster_id.in_(clusters))
    return own


def list_invitations(
    actor: Actor, event: Event, limit: int = USUAL, offset: int = 0
) -> Sequence[ParticipantInvitation]:
    """Return invitations within the actor's fence, the latest first."""
    query = select(ParticipantInvitation).where(*_within(actor, event))
    query = query.options(joinedload(ParticipantInvitation.cluster))
    ordered = query.order_by(ParticipantInvitation.sent_at.desc(), ParticipantInvitation.id)
    return db.session.scalars(ordered.limit(limit).offset(offset)).all()


def get_invitation(actor: Actor, event: Event, invitation_id: int) -> ParticipantInvitation:
    """Return an invitation within the actor's fence."""
    own = (*_within(actor, event), ParticipantInvitation.id == invitation_id)
    found = db.session.scalar(select(ParticipantInvitation).where(*own))
    if found is None:
        raise NotFound
    return found


def find_by_address(
    event_id: int, cluster_id: int, emails: Collection[str]
) -> dict[str, ParticipantInvitation]:
    """Return a cluster's invitations to some addresses, by the address as it is compared."""
    query = select(ParticipantInvitation).where(
        ParticipantInvitation.event_id == event_id,
        ParticipantInvitation.cluster_id == cluster_id,
        ParticipantInvitation.email_key.in_([email_key(one) for one in emails]),
    )
    return {one.email_key: one for one in db.session.scalars(query)}


def find_invited_often(event_id: int, emails: Collection[str], times: int) -> set[str]:
    """Return which of some addresses were invited so often to an event, by all its clusters."""
    key = ParticipantInvitation.email_key
    query = select(key).where(
        ParticipantInvitation.event_id == event_id, key.in_([email_key(one) for one in emails])
    )
    often = func.sum(ParticipantInvitation.sent_count) >= times
    return set(db.session.scalars(query.group_by(key).having(often)))


def find_registered(event_id: int, cluster_id: int, emails: Collection[str]) -> set[str]:
    """Return which of some addresses a cluster's own participants have, as they are compared."""
    query = select(Ticket.email).where(
        Ticket.event_id == event_id,
        Ticket.supported_by_id == cluster_id,
        Ticket.state == TicketState.VALID,
        func.lower(Ticket.email).in_([one.lower() for one in emails]),
    )
    return {email_key(one) for one in db.session.scalars(query)}


def count_sent_since(event_id: int, cluster_id: int, since: datetime) -> int:
    """Return how many invitations a cluster has sent since an instant."""
    query = select(func.count()).where(
        ParticipantInvitation.event_id == event_id,
        ParticipantInvitation.cluster_id == cluster_id,
        ParticipantInvitation.sent_at > since,
    )
    return db.session.scalar(query) or 0


def link_of(invitation: ParticipantInvitation) -> str:
    """Return the last part of the address where it is answered; it stands in the mail alone."""
    return tokens.sign_link(LINK, invitation.id, invitation.sent_count)


def get_by_link(link: str) -> ParticipantInvitation:
    """Return the invitation behind a mailed link, used or not, unless it is over."""
    query = select(ParticipantInvitation).where(ParticipantInvitation.id == tokens.linked_id(link))
    found = db.session.scalar(
        query.options(joinedload(ParticipantInvitation.event).joinedload(Event.lead_organisation))
    )
    if found is None:
        raise NotFound("participant_invitation_over")
    try:
        tokens.check_link(link, LINK, found.id, found.sent_count)
    except NotFound as error:
        raise NotFound("participant_invitation_over") from error
    if found.state in ("withdrawn", "expired"):
        raise NotFound("participant_invitation_over")
    return found


def find_invitation(invitation_id: int) -> ParticipantInvitation | None:
    """Return an invitation for its letter."""
    return db.session.get(ParticipantInvitation, invitation_id)


def list_mailings(actor: Actor, event: Event) -> Sequence[Mailing]:
    """Return the mailings within the actor's fence, the latest first."""
    clusters = fence(actor, event).clusters
    query = select(Mailing).where(Mailing.event_id == event.id)
    if clusters is not None:
        query = query.where(Mailing.cluster_id.in_(clusters))
    query = query.options(joinedload(Mailing.cluster))
    return db.session.scalars(query.order_by(Mailing.created_at.desc()).limit(USUAL)).all()


def get_mailing(mailing_id: int) -> Mailing:
    """Return a mailing for its letters."""
    return db.session.get_one(Mailing, mailing_id)


def count_mailings_since(event_id: int, cluster_id: int, since: datetime) -> int:
    """Return how often a cluster has written to its participants since an instant."""
    query = select(func.count()).where(
        Mailing.event_id == event_id, Mailing.cluster_id == cluster_id, Mailing.created_at > since
    )
    return db.session.scalar(query) or 0


def list_recipients(event_id: int, cluster_id: int) -> list[Ticket]:
    """Return a cluster's participants with a valid ticket, each address once."""
    query = select(Ticket).where(
        Ticket.event_id == event_id,
        Ticket.supported_by_id == cluster_id,
        Ticket.state == TicketState.VALID,
    )
    found: dict[str, Ticket] = {}
    for ticket in db.session.scalars(query.order_by(Ticket.id)):
        found.setdefault(email_key(ticket.email), ticket)
    return list(found.values())
