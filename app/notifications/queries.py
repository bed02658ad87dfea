"""Reads of deliveries, and of facts that nobody could be told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.outbox import OutboxMessage
from app.events.policies import Fence
from app.notifications.models import Delivery
from app.notifications.rules import DeliveryState
from app.selection.queries.reminders import tells_what_became_of_reminders
from app.support.queries.mailings import tells_what_became
from app.tickets.models import Ticket
from app.tickets.queries import within

MOST = 50
MAILING = "mailing"
# Who was told of something to judge tells who judges; it is not for those a proposal is closed to.
OF_JUDGING = ("alternate_stepped_in", "jury_reminder", "proposals_assigned")
REMINDER = "draft_reminder"


def get_delivery(delivery_id: int, event_id: int, seen: Fence) -> Delivery:
    """Return a delivery of an event to somebody within a fence."""
    query = select(Delivery).where(Delivery.id == delivery_id, Delivery.event_id == event_id)
    found = db.session.scalar(query.where(*_to_those(event_id, seen)))
    if found is None:
        raise NotFound
    return found


def list_deliveries(
    event_id: int, seen: Fence, state: DeliveryState | None, limit: int, offset: int
) -> Sequence[Delivery]:
    """Return deliveries within a fence, the newest first."""
    query = select(Delivery).where(Delivery.event_id == event_id, *_to_those(event_id, seen))
    if state is not None:
        query = query.where(Delivery.state == state)
    query = query.order_by(Delivery.created_at.desc(), Delivery.id)
    query = query.options(defer(Delivery.text), defer(Delivery.html))
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def _to_those(event_id: int, seen: Fence) -> list[ColumnElement[bool]]:
    """Return what tells the mails to attendees within a fence; who has one sees no other mail."""
    if seen.closed:
        return [Delivery.template.not_in(OF_JUDGING), *_to_those(event_id, Fence(seen.clusters))]
    if seen.is_open:
        return []
    own = select(Ticket.id).where(Ticket.event_id == event_id, *within(seen))
    return [Delivery.ticket_id.in_(own)]


def count_deliveries(event_id: int, seen: Fence) -> dict[str, int]:
    """Return how many deliveries within a fence there are in each state."""
    query = (
        select(Delivery.state, func.count())
        .where(Delivery.event_id == event_id, *_to_those(event_id, seen))
        .group_by(Delivery.state)
    )
    return dict(iter(db.session.execute(query)))


def list_dead_facts(event_id: int) -> Sequence[OutboxMessage]:
    """Return the facts of an event that were given up on, so that nobody was told."""
    query = select(OutboxMessage).where(
        OutboxMessage.event_id == event_id, OutboxMessage.dead_at.is_not(None)
    )
    return db.session.scalars(query.order_by(OutboxMessage.id.desc()).limit(MOST)).all()


@tells_what_became
def count_mails_of(event_id: int, mailing_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """Return how many mails of each mailing there are in each state, in one statement."""
    return _count_by(event_id, MAILING, mailing_ids)


@tells_what_became_of_reminders
def count_mails_of_reminders(
    event_id: int, reminder_ids: Collection[int]
) -> Mapping[int, Mapping[str, int]]:
    """Return how many mails of each reminder of drafts there are in each state."""
    return _count_by(event_id, REMINDER, reminder_ids)


def _count_by(event_id: int, kind: str, ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    names = {f"{kind}:{encode_id(one)}": one for one in ids}
    query = (
        select(Delivery.template, Delivery.state, func.count())
        .where(Delivery.event_id == event_id, Delivery.template.in_(names))
        .group_by(Delivery.template, Delivery.state)
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for name, state, number in db.session.execute(query):
        counts[names[name]][state] = number
    return counts
