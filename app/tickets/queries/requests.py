"""Those who asked to come and wait for an organiser, and what was asked back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.events.policies import Fence, fence
from app.tickets.models import (
    AddOn,
    Quota,
    RequestQuestion,
    Ticket,
    TicketAddOn,
    TicketState,
    TicketType,
)
from app.tickets.queries.attendees import within


@dataclass(frozen=True)
class Waiting:
    """How many requests of an event wait, and since when the first one does."""

    people: int
    since: datetime


def list_requests(
    event_id: int, *, seen: Fence, limit: int = 50, offset: int = 0
) -> Sequence[Ticket]:
    """Return who waits to be let in, those who asked first first."""
    query = _waiting(select(Ticket), event_id, seen).options(joinedload(Ticket.ticket_type))
    query = query.order_by(Ticket.created_at, Ticket.id).limit(limit).offset(offset)
    return db.session.scalars(query).all()


def list_requests_after(
    event_id: int, *, seen: Fence, after: int | None, limit: int
) -> Sequence[Ticket]:
    """Return one page of the same in the order of their ids."""
    query = _waiting(select(Ticket), event_id, seen).order_by(Ticket.id).limit(limit)
    return db.session.scalars(query if after is None else query.where(Ticket.id > after)).all()


def count_requests(event_id: int, *, seen: Fence) -> int:
    """Return how many wait to be let in."""
    counted = _waiting(select(func.count()).select_from(Ticket), event_id, seen)
    return db.session.scalar(counted) or 0


def _waiting(query: Any, event_id: int, seen: Fence) -> Any:
    is_waiting = (Ticket.event_id == event_id, Ticket.state == TicketState.REQUESTED)
    return query.where(*is_waiting, *within(seen))


def get_chosen(actor: Actor, event: Event, ticket_ids: Sequence[int]) -> Sequence[Ticket]:
    """Return some tickets with all that their places depend on, who asked first first.

    All of them are within the actor's fence, else NotFound.
    """
    query = select(Ticket).where(Ticket.event_id == event.id, Ticket.id.in_(ticket_ids))
    query = query.where(*within(fence(actor, event))).options(
        joinedload(Ticket.ticket_type).selectinload(TicketType.quotas),
        joinedload(Ticket.order),
        selectinload(Ticket.add_ons).joinedload(TicketAddOn.add_on).selectinload(AddOn.quotas),
    )
    # What was read before may be older than the locks that its rows wait for.
    fresh = query.order_by(Ticket.created_at, Ticket.id).execution_options(populate_existing=True)
    found = db.session.scalars(fresh).all()
    if len(found) != len(set(ticket_ids)) or not found:
        raise NotFound
    return found


def free_places(quota_ids: Sequence[int]) -> Select[int, int]:
    """Return the query for how many places some quotas have left, in the order of their ids."""
    left = Quota.size - Quota.taken - Quota.held
    return select(Quota.id, left).where(Quota.id.in_(quota_ids)).order_by(Quota.id)


def waiting_by_event(event_ids: Sequence[int]) -> dict[int, dict[int, Waiting]]:
    """Return by event and supporting cluster how many wait to be let in."""
    found: defaultdict[int, dict[int, Waiting]] = defaultdict(dict)
    if not event_ids:
        return found
    query = (
        select(Ticket.event_id, Ticket.supported_by_id, func.count(), func.min(Ticket.created_at))
        .where(Ticket.event_id.in_(event_ids), Ticket.state == TicketState.REQUESTED)
        .group_by(Ticket.event_id, Ticket.supported_by_id)
    )
    for event_id, cluster_id, people, since in db.session.execute(query):
        found[event_id][cluster_id] = Waiting(people, since)
    return found


def questions_of(ticket_ids: Sequence[int]) -> dict[int, list[RequestQuestion]]:
    """Return by ticket what was asked back, the first question first."""
    found: defaultdict[int, list[RequestQuestion]] = defaultdict(list)
    if ticket_ids:
        query = select(RequestQuestion).where(RequestQuestion.ticket_id.in_(ticket_ids))
        query = query.order_by(RequestQuestion.asked_at, RequestQuestion.id)
        for one in db.session.scalars(query):
            found[one.ticket_id].append(one)
    return found


def list_open(ticket_ids: Sequence[int]) -> set[int]:
    """Return which of some tickets have a question that waits for its answer."""
    asked = questions_of(ticket_ids)
    return {ticket_id for ticket_id, some in asked.items() if some[-1].answered_at is None}
