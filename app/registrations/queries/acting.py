"""Reading what acts on many tickets are decided by."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, select

from app.core.authz import Actor
from app.core.db import db
from app.events.models import Event
from app.events.policies import fence
from app.registrations.rules.acts import Act, Chosen, Plan, make_plan
from app.tickets.models import TakenPlace, Ticket, TicketAddOn, TicketType
from app.tickets.queries import (
    AttendeeFilter,
    get_ticket_type,
    limits_of,
    list_attendees,
    list_quotas,
    who_came,
)
from app.tickets.rules.places import places_of


def list_chosen(actor: Actor, event: Event, wanted: AttendeeFilter, most: int) -> Sequence[Ticket]:
    """Return the tickets that a filter or a choice finds within the actor's fence."""
    return list_attendees(event.id, wanted, seen=fence(actor, event), limit=most)


def plan_act(event: Event, act: Act, tickets: Sequence[Ticket], target: int | None) -> Plan:
    """Return with which tickets something can be done now, and why not with the others."""
    kind = get_ticket_type(target, event.id) if act is Act.CHANGE_TYPE and target else None
    ids = [one.id for one in tickets]
    came = who_came(ids) if act is Act.CANCEL else set()
    places = _places(ids) if kind else {}
    more = set(db.session.scalars(_add_ons(ids))) if kind else set()
    chosen = [
        Chosen(
            id=one.id,
            state=one.state,
            cost=one.price,
            type_id=one.ticket_type_id,
            cluster_id=one.supported_by_id,
            has_come=one.id in came,
            has_add_ons=one.id in more,
            places=places.get(one.id, ()),
            wanted=_wanted(kind, one) if kind else (),
        )
        for one in tickets
    ]
    free = {one.id: one.free for one in list_quotas(event.id)} if kind else {}
    return make_plan(act, chosen, target, kind.price if kind else 0, free)


def _places(ids: Sequence[int]) -> dict[int, list[int]]:
    query = select(TakenPlace.ticket_id, TakenPlace.quota_id)
    found = defaultdict(list)
    for ticket_id, quota_id in db.session.execute(query.where(TakenPlace.ticket_id.in_(ids))):
        found[ticket_id].append(quota_id)
    return found


def _add_ons(ids: Sequence[int]) -> Select[int]:
    return select(TicketAddOn.ticket_id).where(TicketAddOn.ticket_id.in_(ids))


def _wanted(kind: TicketType, ticket: Ticket) -> list[int]:
    return places_of(limits_of(kind), ticket.country, ticket.supported_by_id)
