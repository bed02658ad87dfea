"""Doing one thing with many tickets: at once with some, by the worker with more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core import jobs, work
from app.core.authz import Actor, authorize
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.core.uow import attempted, unit_of_work
from app.core.work import Report, Work
from app.events.models import Event
from app.events.policies import fence
from app.events.queries import get_event_by_id
from app.identity.queries import actor_for, get_person
from app.registrations.facts import AttendeesActedOn
from app.registrations.queries.acting import list_chosen, plan_act
from app.registrations.rules.acts import AT_ONCE, MOST_AT_ONCE, WITH_TARGET, Act, Plan
from app.tickets.models import Ticket
from app.tickets.queries import AttendeeFilter
from app.tickets.services import (
    ask_for_mail,
    cancel_ticket,
    change_type,
    hand_over,
)

KIND = "attendee_act"
ACT = "act_on_attendees"

work.kind_needs(
    KIND,
    Permission.TICKET_VIEW,
    get_event_by_id,
    reach=lambda actor, event: fence(actor, event).clusters,
)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What to do with whom; some acts need another end, a cluster or a ticket type."""

    act: Act
    wanted: AttendeeFilter
    target: int | None = None


@dataclass
class Done:
    """How many tickets something was done with, and by name why not with others."""

    done: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def foresee_act(actor: Actor, event: Event, deed: Deed) -> tuple[Sequence[Ticket], Plan]:
    """Return what an act would be done with, and why not with the others; nothing is done."""
    authorize(actor, Permission.TICKET_VIEW, event)
    _check(actor, event, deed.act, deed.target)
    tickets = list_chosen(actor, event, deed.wanted, MOST_AT_ONCE + 1)
    if not tickets:
        raise Invalid("nobody_chosen", field="ticket_ids")
    if len(tickets) > MOST_AT_ONCE:
        raise Invalid("too_many_chosen", field="ticket_ids", most=MOST_AT_ONCE)
    return tickets, plan_act(event, deed.act, tickets, deed.target)


def _check(actor: Actor, event: Event, act: Act, target: int | None) -> None:
    """Refuse whoever may not change attendees at all, and an act that lacks its other end."""
    needed = {Act.CHANGE_TYPE: Permission.TICKET_MANAGE, Act.HAND_OVER: Permission.SUPPORT_MANAGE}
    authorize(actor, needed.get(act, Permission.SUPPORT_MANAGE), event)
    if act in WITH_TARGET and target is None:
        raise Invalid("target_needed", field="target")


def start_act(
    actor: Actor,
    event: Event,
    deed: Deed,
    *,
    expected: int,
    names: Mapping[str, str] | None = None,
) -> Done | Work:
    """Do with as many tickets as were foreseen what can be; many are left to the worker."""
    tickets, plan = foresee_act(actor, event, deed)
    if len(plan.can) != expected:
        raise Conflict("preview_changed")
    if not plan.can:
        raise Conflict("nothing_to_do")
    _tell(actor, event, deed.act, len(plan.can))
    if len(plan.can) <= AT_ONCE:
        can = set(plan.can)
        chosen = [one for one in tickets if one.id in can]
        return _act_on(actor, event, deed.act, chosen, deed.target)
    clusters = fence(actor, event).clusters
    begun = work.start_work(actor, KIND, event.id, clusters=clusters, **(names or {}))
    jobs.enqueue(
        ACT,
        work_id=begun.id,
        event_id=event.id,
        person_id=actor.person_id,
        act=deed.act.value,
        ticket_ids=list(plan.can),
        target=deed.target,
    )
    return begun


def _tell(actor: Actor, event: Event, act: Act, number: int) -> None:
    about = {"actor_id": actor.person_id, "event_id": event.id}
    record(AttendeesActedOn(act=act.value, number=number, **about))


def act_on_all(
    event_id: int,
    person_id: int,
    act: Act,
    ticket_ids: Sequence[int],
    target: int | None,
    report: Report,
) -> Done:
    """Do it some at a time, while the requester still may."""
    done = Done()
    for start in range(0, len(ticket_ids), AT_ONCE):
        report(start, len(ticket_ids))
        some = ticket_ids[start : start + AT_ONCE]
        with unit_of_work():
            actor = actor_for(get_person(person_id))
            event = get_event_by_id(event_id)
            _check(actor, event, act, target)
            wanted = AttendeeFilter(state=None, ids=some)
            found = list_chosen(actor, event, wanted, AT_ONCE)
            part = _act_on(actor, event, act, found, target)
        done.done += part.done
        done.left += part.left
    return done


def _act_on(
    actor: Actor, event: Event, act: Act, tickets: Sequence[Ticket], target: int | None
) -> Done:
    done = Done()
    for ticket in sorted(tickets, key=lambda one: one.id):
        try:
            with attempted():
                _act(actor, event, act, ticket, target or 0)
        except (Conflict, NotFound) as refusal:
            done.left.append((ticket.name, refusal.code))
        else:
            done.done += 1
    return done


def _act(actor: Actor, event: Event, act: Act, ticket: Ticket, target: int) -> None:
    if act is Act.CANCEL:
        cancel_ticket(actor, ticket)
    elif act is Act.RESEND:
        ask_for_mail(actor, ticket)
    elif act is Act.CHANGE_TYPE:
        change_type(actor, ticket, target)
    else:
        hand_over(actor, event, [ticket.id], target)
