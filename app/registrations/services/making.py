"""Registering people from the lines of a list, some at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.permissions import Permission
from app.core.uow import attempted, unit_of_work
from app.core.work import Report
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.identity.queries import actor_for, get_person
from app.registrations.models import AttendeeImport, ImportedTicket
from app.registrations.queries import importing as queries
from app.registrations.rules.lines import Person
from app.tickets.rules.attendees import Attendee
from app.tickets.rules.sales import TicketState
from app.tickets.rules.terms import IMPORT, Terms
from app.tickets.services import ask_for_mail, place_listed

AT_ONCE = 50


@dataclass
class Outcome:
    """What became of the lines: those that were made, and by line why others were not."""

    made: list[int] = field(default_factory=list)
    there: list[int] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)


def make_all(event_id: int, import_id: int, person_id: int, report: Report) -> Outcome:
    """Register each line that can be and was not before."""
    event = get_event_by_id(event_id)
    found = queries.get_import(actor_for(get_person(person_id)), event, import_id)
    people = queries.check_import(event, found)
    outcome = Outcome(left=[(one.number, "") for one in people if not one.is_good])
    good = [one for one in people if one.is_good]
    for start in range(0, len(good), AT_ONCE):
        report(start, len(good))
        with unit_of_work():
            _make_some(event_id, import_id, person_id, good[start : start + AT_ONCE], outcome)
    return outcome


def _make_some(
    event_id: int, import_id: int, person_id: int, people: Sequence[Person], outcome: Outcome
) -> None:
    """Register some lines, while the requester still may and nobody else imports."""
    actor = actor_for(get_person(person_id))
    # Two imports of one event wait here for each other; orders do not.
    db.session.execute(select(Event.id).where(Event.id == event_id).with_for_update(key_share=True))
    event = get_event_by_id(event_id)
    authorize(actor, Permission.TICKET_MANAGE, event)
    found = queries.get_import(actor, event, import_id)
    known = queries.imported_keys(event_id)
    fresh = [one for one in people if one.key not in known]
    outcome.there += [one.number for one in people if one.key in known]
    try:
        _try(actor, event, found, fresh, outcome)
    except Conflict:
        for one in fresh:  # which of them it is
            try:
                _try(actor, event, found, [one], outcome)
            except Conflict as refusal:
                outcome.left.append((one.number, refusal.code))


def _try(
    actor: Actor,
    event: Event,
    found: AttendeeImport,
    people: Sequence[Person],
    outcome: Outcome,
) -> None:
    """Register some people, all or none."""
    with attempted():
        _make(actor, event, found, people)
    outcome.made += [one.number for one in people]


def _make(actor: Actor, event: Event, found: AttendeeImport, people: Sequence[Person]) -> None:
    attendees = [_attendee(one) for one in people]
    orders = place_listed(actor, event, attendees, terms=Terms(channel=IMPORT))
    tickets = [order.tickets[0] for order in orders]
    now = clock.now()
    for ticket, one in zip(tickets, people, strict=True):
        db.session.add(
            ImportedTicket(
                ticket_id=ticket.id,
                import_id=found.id,
                event_id=event.id,
                line_key=one.key,
                line=one.number,
                imported_at=now,
            )
        )
    db.session.flush()
    for ticket in tickets:
        if found.is_mailing and ticket.state == TicketState.VALID:
            ask_for_mail(actor, ticket)


def _attendee(one: Person) -> Attendee:
    return Attendee(
        ticket_type=one.ticket_type or 0,
        given_name=one.given_name,
        family_name=one.family_name,
        email=one.email,
        organisation_name=one.organisation_name,
        organisation_kind=one.organisation_kind,
        country=one.country,
    )
