"""Reads of deliveries, and of facts that nobody could be told."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from app.core.db import db
from app.core.errors import NotFound
from app.core.outbox import OutboxMessage
from app.notifications.models import Delivery
from app.notifications.rules import DeliveryState

PAGE = 50


def get_delivery(delivery_id: int, event_id: int) -> Delivery:
    """Return a delivery of an event."""
    query = select(Delivery).where(Delivery.id == delivery_id, Delivery.event_id == event_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_deliveries(
    event_id: int, state: DeliveryState | None = None, page: int = 1
) -> Sequence[Delivery]:
    """Return one page of an event's deliveries, the newest first, and one more if there is one."""
    query = select(Delivery).where(Delivery.event_id == event_id)
    if state is not None:
        query = query.where(Delivery.state == state)
    query = query.order_by(Delivery.created_at.desc(), Delivery.id)
    query = query.options(defer(Delivery.text), defer(Delivery.html))
    return db.session.scalars(query.limit(PAGE + 1).offset((page - 1) * PAGE)).all()


def count_deliveries(event_id: int) -> dict[str, int]:
    """Return how many deliveries of an event there are in each state."""
    query = (
        select(Delivery.state, func.count())
        .where(Delivery.event_id == event_id)
        .group_by(Delivery.state)
    )
    return dict(iter(db.session.execute(query)))


def list_dead_facts(event_id: int) -> Sequence[OutboxMessage]:
    """Return the facts of an event that were given up on, so that nobody was told."""
    query = select(OutboxMessage).where(
        OutboxMessage.event_id == event_id, OutboxMessage.dead_at.is_not(None)
    )
    return db.session.scalars(query.order_by(OutboxMessage.id.desc()).limit(PAGE)).all()
