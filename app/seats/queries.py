"""Reading the seats of companies: by the organiser, by a secret address, by an invitation."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.core import tokens
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.seats.models import CompanySeats, SeatedTicket, SeatInvitation
from app.seats.rules import SMALLEST_GROUP, SeatInvitationState, group_until
from app.tickets.models import Ticket, TicketType
from app.tickets.queries import who_came
from app.tickets.queries.offers import Offer
from app.tickets.rules.sales import Visibility

COMPANY = "company_seats"  # what a secret address is for
INVITATION = "seat_invitation"
_SEATS = select(CompanySeats).options(
    joinedload(CompanySeats.ticket_type), joinedload(CompanySeats.event)
)


def list_seats(event_id: int) -> Sequence[CompanySeats]:
    """Return the seats of all companies of an event, by company."""
    query = _SEATS.where(CompanySeats.event_id == event_id)
    return db.session.scalars(query.order_by(CompanySeats.company, CompanySeats.id)).all()


def list_seats_after(event_id: int, *, after: int | None, limit: int) -> Sequence[CompanySeats]:
    """Return the same in the order of their ids, after one of them."""
    query = _SEATS.where(CompanySeats.event_id == event_id)
    if after is not None:
        query = query.where(CompanySeats.id > after)
    return db.session.scalars(query.order_by(CompanySeats.id).limit(limit)).all()


def get_seats(seats_id: int, event_id: int | None = None) -> CompanySeats:
    """Return the seats of one company, of one event if that is said."""
    query = _SEATS.where(CompanySeats.id == seats_id)
    if event_id is not None:
        query = query.where(CompanySeats.event_id == event_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def seats_link(given: CompanySeats) -> str:
    """Return the last part of the secret address of a company's seats."""
    return tokens.sign_link(COMPANY, given.id, given.link_epoch)


def get_seats_by_link(link: str) -> CompanySeats:
    """Return the seats under a secret address."""
    found = get_seats(tokens.linked_id(link))
    tokens.check_link(link, COMPANY, found.id, found.link_epoch)
    return found


def invitation_link(invitation: SeatInvitation) -> str:
    """Return the last part of the secret address of an invitation."""
    return tokens.sign_link(INVITATION, invitation.id)


def get_invitation(invitation_id: int) -> SeatInvitation:
    """Return an invitation to a seat."""
    whole = joinedload(SeatInvitation.given).joinedload(CompanySeats.ticket_type)
    query = select(SeatInvitation).where(SeatInvitation.id == invitation_id).options(whole)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def get_invitation_by_link(link: str) -> SeatInvitation:
    """Return the invitation under a secret address."""
    found = get_invitation(tokens.linked_id(link))
    tokens.check_link(link, INVITATION, found.id)
    return found


def list_names(given: CompanySeats) -> Sequence[Ticket]:
    """Return who has a company's seats, by name."""
    query = (
        select(Ticket)
        .join(SeatedTicket, SeatedTicket.ticket_id == Ticket.id)
        .where(SeatedTicket.seats_id == given.id)
        .order_by(Ticket.family_name, Ticket.given_name, Ticket.id)
    )
    return db.session.scalars(query).all()


def get_name(given: CompanySeats, ticket_id: int) -> Ticket:
    """Return a ticket that has one of a company's seats."""
    query = (
        select(Ticket)
        .join(SeatedTicket, SeatedTicket.ticket_id == Ticket.id)
        .join(Ticket.event)
        .options(contains_eager(Ticket.event))
        .where(SeatedTicket.seats_id == given.id, Ticket.id == ticket_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_invited(given: CompanySeats) -> Sequence[SeatInvitation]:
    """Return the invitations of a company that nobody has used yet."""
    query = select(SeatInvitation).where(
        SeatInvitation.seats_id == given.id, SeatInvitation.state == SeatInvitationState.OPEN
    )
    return db.session.scalars(query.order_by(SeatInvitation.made_at, SeatInvitation.id)).all()


def count_came(event_id: int) -> Counter[int]:
    """Return how many people of each company's seats came."""
    query = select(SeatedTicket.ticket_id, SeatedTicket.seats_id).join(CompanySeats)
    pairs = dict(db.session.execute(query.where(CompanySeats.event_id == event_id)).all())
    return Counter(pairs[ticket_id] for ticket_id in who_came(list(pairs)))


def list_group_offers(offers: Iterable[Offer], event: Event, now: datetime) -> list[Offer]:
    """Return what of an event's offers a group can take without names: open to all, and free."""
    if group_until(now, event.starts_at) is None:
        return []
    return [one for one in offers if one.is_open and _is_for_groups(one.ticket_type, one.left)]


def _is_for_groups(kind: TicketType, left: int) -> bool:
    is_plain = not (kind.price or kind.needs_approval or kind.visibility != Visibility.PUBLIC)
    return is_plain and min(kind.most, left) >= max(SMALLEST_GROUP, kind.least)
