"""Two tickets of one person: made one, or said to be two people's."""

from sqlalchemy import select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import Base, db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.merging import merge_rows
from app.core.permissions import Permission
from app.events.models import Event
from app.registrations.facts import DoubleDismissed, TicketsMerged
from app.registrations.models import DistinctPair
from app.tickets.models import Ticket, TicketState
from app.tickets.queries import get_attendees
from app.tickets.services.answering import drop_idle_answers
from app.tickets.services.places import give_back, pass_on_add_ons


def merge_tickets(actor: Actor, event: Event, *, keep: int, drop: int) -> Ticket:
    """Keep one ticket with all that refers to either; the other is cancelled, its place is free.

    Who came in with either has come in with the one that is kept, whose answers stay; nobody is
    told that a ticket is cancelled, for the person still has one.
    """
    kept = _get_both(actor, event, keep, drop)
    both = select(Ticket.id).where(Ticket.id.in_([keep, drop])).order_by(Ticket.id)
    db.session.execute(both.with_for_update())
    valid = db.session.scalars(
        select(Ticket.id).where(Ticket.id == keep, Ticket.state == TicketState.VALID)
    ).first()
    rule = update(Ticket).where(Ticket.id == drop, Ticket.state == TicketState.VALID)
    done = rule.values(state=TicketState.CANCELLED, cancelled_at=clock.now())
    if valid is None or db.session.scalar(done.returning(Ticket.id)) is None:
        raise Conflict("not_doubles")
    pass_on_add_ons(drop, keep)
    give_back(drop)
    merge_rows(db.session(), Base.metadata.tables["ticket"], drop, keep)
    drop_idle_answers(kept)
    record(
        TicketsMerged(actor_id=actor.person_id, event_id=event.id, ticket_id=keep, dropped_id=drop)
    )
    return kept


def dismiss_double(actor: Actor, event: Event, one: int, other: int) -> None:
    """Say that two tickets are two people's, so that nobody is asked again."""
    _get_both(actor, event, one, other)
    first, second = sorted((one, other))
    if db.session.get(DistinctPair, (first, second)) is not None:
        raise Conflict("double_settled")
    db.session.add(DistinctPair(first_id=first, second_id=second))
    db.session.flush()
    about = {"ticket_id": first, "other_id": second}
    record(DoubleDismissed(actor_id=actor.person_id, event_id=event.id, **about))


def _get_both(actor: Actor, event: Event, one: int, other: int) -> Ticket:
    """Return the one of two tickets; the actor may change both of them."""
    authorize(actor, Permission.TICKET_VIEW, event)
    if one == other:
        raise Invalid("invalid", field="ticket_id")
    found = {ticket.id: ticket for ticket in get_attendees(actor, event, [one, other])}
    for ticket in found.values():
        authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    return found[one]
