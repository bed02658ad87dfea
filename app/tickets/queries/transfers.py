"""Tickets that go to a colleague, and until when holders may change what is theirs."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock, tokens
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.tickets.models import HolderRules, Ticket, TicketTransfer
from app.tickets.queries.presence import who_came
from app.tickets.rules.changing import NAMES_FREEZE
from app.tickets.rules.transfers import TransferState, refusal

LINK = "transfer"  # what a secret address is for


def names_until(event: Event) -> datetime:
    """Return until when holders may change names: some days before the start unless it is said."""
    query = select(HolderRules.names_until).where(HolderRules.event_id == event.id)
    return db.session.scalar(query) or event.starts_at - NAMES_FREEZE


def transfer_link(transfer: TicketTransfer) -> str:
    """Return the last part of the secret address with which a colleague takes a ticket."""
    return tokens.sign_link(LINK, transfer.id)


def get_transfer(transfer_id: int) -> TicketTransfer:
    """Return a ticket's way to a colleague, with the ticket, its type and its event."""
    ticket = joinedload(TicketTransfer.ticket)
    parts = (ticket.joinedload(Ticket.ticket_type), ticket.joinedload(Ticket.event))
    query = select(TicketTransfer).where(TicketTransfer.id == transfer_id).options(*parts)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def get_transfer_by_link(link: str) -> TicketTransfer:
    """Return the same for whoever has the secret address."""
    linked = tokens.linked_id(link)
    tokens.check_link(link, LINK, linked)
    return get_transfer(linked)


def list_open_transfers(ticket_ids: Collection[int]) -> Mapping[int, TicketTransfer]:
    """Return which of some tickets wait for a colleague."""
    query = select(TicketTransfer).where(
        TicketTransfer.ticket_id.in_(ticket_ids),
        TicketTransfer.state == TransferState.OPEN,
        TicketTransfer.expires_at > clock.now(),
    )
    found = db.session.scalars(query.options(joinedload(TicketTransfer.ticket))).all()
    return {one.ticket_id: one for one in found if one.ticket.epoch == one.epoch}


def why_kept(ticket: Ticket, until: datetime) -> str | None:
    """Return why a ticket cannot go to somebody else now; None if it can."""
    return refusal(
        state=ticket.state,
        is_allowed=ticket.ticket_type.may_change_hands,
        has_come=bool(who_came([ticket.id])),
        until=until,
        now=clock.now(),
    )
