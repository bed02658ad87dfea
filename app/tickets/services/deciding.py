"""The queue of those who asked to come: many are decided at once, and some are asked back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import RequestAnswered, RequestQuestioned
from app.tickets.models import Quota, RequestQuestion, Ticket
from app.tickets.queries import requests
from app.tickets.rules.requests import which_fit
from app.tickets.rules.sales import TicketState, first_state
from app.tickets.services.admitting import tell_refusal, tell_state
from app.tickets.services.places import note_places, places_of_ticket, take_places
from app.tickets.services.redeeming import give_use_back


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What came of deciding about several requests at once."""

    done: Sequence[Ticket]
    without_place: Sequence[Ticket] = ()
    decided_before: Sequence[Ticket] = ()


def preview_requests(actor: Actor, event: Event, ticket_ids: Sequence[int]) -> Decided:
    """Return who would get a place if all of them were let in at this moment."""
    chosen = _get_chosen(actor, event, ticket_ids)
    waiting = [one for one in chosen if one.state == TicketState.REQUESTED]
    return _sorted(chosen, waiting, is_locked=False)


def approve_requests(actor: Actor, event: Event, ticket_ids: Sequence[int]) -> Decided:
    """Let several people come, who asked first first; whoever finds no place goes on waiting."""
    chosen, waiting = _lock_chosen(actor, event, ticket_ids)
    decided = _sorted(chosen, waiting, is_locked=True)
    places = {one.id: places_of_ticket(one) for one in decided.done}
    for ticket in decided.done:
        ticket.state = first_state(needs_approval=False, price=ticket.cost)
        ticket.decided_at = clock.now()
    db.session.flush()
    wanted = Counter(quota_id for some in places.values() for quota_id, _add_on in some)
    take_places(wanted, may_pass=True)
    note_places(places)
    for ticket in decided.done:
        tell_state(actor, ticket, ticket.order.channel)
    return decided


def decline_requests(actor: Actor, event: Event, ticket_ids: Sequence[int], reason: str) -> Decided:
    """Tell several people who asked to come that they cannot, and why."""
    chosen, waiting = _lock_chosen(actor, event, ticket_ids)
    for ticket in waiting:
        ticket.state, ticket.decided_at = TicketState.DECLINED, clock.now()
        ticket.declined_for = reason
        give_use_back(ticket)
        tell_refusal(actor, ticket)
    return Decided(done=waiting, decided_before=[one for one in chosen if one not in waiting])


def _get_chosen(actor: Actor, event: Event, ticket_ids: Sequence[int]) -> Sequence[Ticket]:
    authorize(actor, Permission.TICKET_VIEW, event)
    chosen = requests.get_chosen(actor, event, ticket_ids)
    for ticket in chosen:
        authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    return chosen


def _lock_chosen(
    actor: Actor, event: Event, ticket_ids: Sequence[int]
) -> tuple[Sequence[Ticket], list[Ticket]]:
    """Return the tickets that were chosen, and those of them about which nobody has decided."""
    authorize(actor, Permission.TICKET_VIEW, event)
    waiting = _lock_waiting(Ticket.event_id == event.id, Ticket.id.in_(ticket_ids))
    chosen = _get_chosen(actor, event, ticket_ids)
    if not waiting:
        raise Conflict("ticket_decided")
    return chosen, [one for one in chosen if one.id in waiting]


def _lock_waiting(*which: ColumnElement[bool]) -> set[int]:
    """Return those who wait for a decision, and let whoever decides about them wait for us.

    The rows are locked in the order of their ids, so that two who decide never wait in a ring.
    """
    query = select(Ticket.id).where(*which, Ticket.state == TicketState.REQUESTED)
    return set(db.session.scalars(query.order_by(Ticket.id).with_for_update()))


def _sorted(chosen: Sequence[Ticket], waiting: Sequence[Ticket], *, is_locked: bool) -> Decided:
    """Sort those who wait into who finds a place and who does not."""
    wanted = [Counter(quota for quota, _add_on in places_of_ticket(one)) for one in waiting]
    query = requests.free_places(sorted(set().union(*wanted)))
    free = db.session.execute(query.with_for_update(of=Quota) if is_locked else query)
    fits = which_fit(wanted, dict(free.all()))
    pairs = list(zip(waiting, fits, strict=True))
    return Decided(
        done=[one for one, has_place in pairs if has_place],
        without_place=[one for one, has_place in pairs if not has_place],
        decided_before=[one for one in chosen if one not in waiting],
    )


def ask_back(actor: Actor, ticket: Ticket, question: str) -> RequestQuestion:
    """Ask somebody who wants to come something before it is decided; one question at a time."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    if not _lock_waiting(Ticket.id == ticket.id):
        raise Conflict("ticket_decided")
    asked = RequestQuestion(
        id=new_id(), ticket_id=ticket.id, asked_by_id=actor.person_id, question=question
    )
    db.session.add(asked)
    db.session.flush()
    record(
        RequestQuestioned(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            question_id=asked.id,
            email=ticket.email,
        )
    )
    return asked


def answer_question(actor: Actor, link: str, ticket_id: int, answer: str) -> None:
    """Answer what an organiser asked, by the secret address; it comes back into the queue."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    if not _lock_waiting(Ticket.id == ticket.id):
        raise Conflict("ticket_decided")
    rule = update(RequestQuestion).where(
        RequestQuestion.ticket_id == ticket.id, RequestQuestion.answered_at.is_(None)
    )
    done = rule.values(answer=answer, answered_at=clock.now()).returning(RequestQuestion.id)
    question_id = db.session.scalar(done)
    if question_id is None:
        raise Conflict("question_answered")
    record(
        RequestAnswered(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            question_id=question_id,
        )
    )
