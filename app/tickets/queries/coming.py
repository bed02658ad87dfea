"""Who was asked whether they come, and what they said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.tickets.models import Confirmation, HolderRules, Ticket, TicketState


@dataclass(frozen=True)
class Coming:
    """How many were asked whether they come, and what they said."""

    asked: int
    confirmed: int
    given_back: int

    @property
    def silent(self) -> int:
        """How many said nothing."""
        return self.asked - self.confirmed - self.given_back


def is_asking(event: Event) -> bool:
    """Whether people are asked a week before an event whether they come."""
    query = select(HolderRules.asks_coming).where(HolderRules.event_id == event.id)
    return bool(db.session.scalar(query))


def count_coming(event_id: int) -> Coming:
    """Return what came of asking; a ticket that ended since counts as given back."""
    is_gone = Ticket.state != TicketState.VALID
    query = (
        select(
            func.count(),
            func.count().filter(Confirmation.confirmed_at.is_not(None), ~is_gone),
            func.count().filter(is_gone),
        )
        .select_from(Confirmation)
        .join(Ticket, Ticket.id == Confirmation.ticket_id)
        .where(Ticket.event_id == event_id)
    )
    return Coming(*db.session.execute(query).one())


def get_confirmation(ticket_id: int) -> Confirmation:
    """Return that somebody was asked whether they come; NotFound if nobody asked them."""
    found = db.session.get(Confirmation, ticket_id)
    if found is None:
        raise NotFound
    return found


def list_confirmations(ticket_ids: Collection[int]) -> Mapping[int, Confirmation]:
    """Return which of some tickets were asked about."""
    query = select(Confirmation).where(Confirmation.ticket_id.in_(ticket_ids))
    return {one.ticket_id: one for one in db.session.scalars(query)}
