"""Reading the links of campaigns, and by which channels people registered."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import NotFound
from app.events.policies import Fence
from app.registrations.models import CampaignLink
from app.tickets.models import Order, Ticket, TicketState
from app.tickets.queries import within


def list_links(event_id: int) -> Sequence[CampaignLink]:
    """Return the links of an event's campaigns by name."""
    query = select(CampaignLink).where(CampaignLink.event_id == event_id)
    return db.session.scalars(query.order_by(CampaignLink.channel)).all()


def get_link(event_id: int, link_id: int) -> CampaignLink:
    """Return a link of an event."""
    query = select(CampaignLink).where(CampaignLink.id == link_id)
    found = db.session.scalar(query.where(CampaignLink.event_id == event_id))
    if found is None:
        raise NotFound
    return found


def count_links(event_id: int) -> int:
    """Return how many links an event has."""
    query = select(func.count()).select_from(CampaignLink)
    return db.session.scalar(query.where(CampaignLink.event_id == event_id)) or 0


def list_channels(event_id: int, seen: Fence) -> dict[str, int]:
    """Return how many valid tickets came by each channel, within a fence."""
    query = (
        select(Order.channel, func.count())
        .join(Ticket, Ticket.order_id == Order.id)
        .where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID, *within(seen))
        .group_by(Order.channel)
        .order_by(Order.channel)
    )
    return dict(db.session.execute(query).all())
