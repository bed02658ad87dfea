"""Reading what concerns the holder of a ticket, and how often that has changed."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core.audit import AuditEntry, AuditSubject
from app.core.authz import ANONYMOUS, Actor
from app.core.db import db
from app.core.ids import encode_id
from app.core.times import to_local
from app.events.facts import EventChanged, ProgrammeChanged
from app.events.models import Event
from app.events.queries import list_visible_sessions
from app.juries.models import JudgingRound
from app.passes.rules.calendars import Entry, EntryKind, in_order
from app.pitches.models import Pitch, PitchDay
from app.pitches.queries import list_days_of_juror
from app.pitches.rules import timetable
from app.proposals.models import Proposal
from app.tickets.models import Ticket

CHANGES = (EventChanged.name, ProgrammeChanged.name)


def count_changes(ticket: Ticket) -> int:
    """Return how often a ticket, its event and the programme have changed, by the log.

    A calendar takes what has the higher number, so it must never become lower.
    """
    of_event = select(func.count()).where(
        AuditEntry.event_id == ticket.event_id, AuditEntry.name.in_(CHANGES)
    )
    of_ticket = select(func.count()).where(AuditSubject.thing_id == ticket.id)
    query = select(of_event.scalar_subquery() + of_ticket.scalar_subquery())
    return int(db.session.scalars(query).one())


def entry_of_event(ticket: Ticket) -> Entry:
    """Return the Day itself, as far as the ticket is valid for it."""
    event, kind = ticket.event, ticket.ticket_type
    place = ", ".join(part for part in (event.venue_name, event.venue_address) if part)
    return Entry(
        key=f"ticket-{encode_id(ticket.id)}",
        kind=EntryKind.DAY,
        title=event.name,
        starts_at=_start_of(event, kind.valid_from_on),
        ends_at=_end_of(event, kind.valid_until_on),
        place=place,
        text=event.summary,
    )


def list_programme(actor: Actor, ticket: Ticket) -> list[Entry]:
    """Return what the holder can go to or has to be at, in order.

    What is their own at the jury or with a proposal shows to themselves alone, signed in under the
    address of the ticket; whoever else has its link sees the public programme and the add-ons.
    """
    is_holder = actor.is_signed_in and actor.email.casefold() == ticket.email.casefold()
    whole = entry_of_event(ticket)
    found = chain(
        _sessions(ticket, whole),
        _add_ons(ticket),
        _own_pitches(actor, ticket) if is_holder else (),
        _judging(actor, ticket) if is_holder else (),
    )
    return in_order(found)


def _sessions(ticket: Ticket, whole: Entry) -> Iterator[Entry]:
    """Return the public programme of the days for which a ticket is valid."""
    for one in list_visible_sessions(ANONYMOUS, ticket.event):
        if whole.starts_at <= one.starts_at and (one.starts_at < (whole.ends_at or one.ends_at)):
            yield Entry(
                key=f"session-{encode_id(one.id)}-{encode_id(ticket.id)}",
                kind=EntryKind.SESSION,
                title=one.title,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                place=one.room,
                text=one.speakers,
            )


def _add_ons(ticket: Ticket) -> Iterator[Entry]:
    for one in (given.add_on for given in ticket.add_ons):
        if one.starts_at is not None:
            yield Entry(
                key=f"add-on-{encode_id(one.id)}-{encode_id(ticket.id)}",
                kind=EntryKind.ADD_ON,
                title=one.name,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                text=one.description,
            )


def _own_pitches(actor: Actor, ticket: Ticket) -> Iterator[Entry]:
    """Return when the proposals of the holder's organisations are pitched."""
    if not actor.organisation_ids:
        return
    query = (
        select(PitchDay)
        .join(PitchDay.round)
        .join(JudgingRound.challenge)
        .where(Challenge.event_id == ticket.event_id)
        .order_by(PitchDay.starts_at, PitchDay.id)
    )
    days = {day.id: day for day in db.session.scalars(query)}
    pitches = (
        select(Pitch)
        .where(Pitch.day_id.in_(days))
        .options(joinedload(Pitch.proposal))
        .order_by(Pitch.day_id, Pitch.place, Pitch.id)
    )
    orders: dict[int, list[Pitch]] = {}
    for pitch in db.session.scalars(pitches) if days else ():
        orders.setdefault(pitch.day_id, []).append(pitch)
    for day_id, order in orders.items():
        starts = timetable(days[day_id].terms, len(order))
        yield from _of_organisations(actor, days[day_id], zip(order, starts, strict=True))


def _of_organisations(
    actor: Actor, day: PitchDay, order: Iterable[tuple[Pitch, datetime]]
) -> Iterator[Entry]:
    lasts = timedelta(minutes=day.pitch_minutes + day.question_minutes)
    for pitch, starts_at in order:
        proposal: Proposal = pitch.proposal
        if proposal.organisation_id in actor.organisation_ids:
            yield Entry(
                key=f"pitch-{encode_id(pitch.id)}",
                kind=EntryKind.PITCH,
                title=proposal.title,
                starts_at=starts_at,
                ends_at=starts_at + lasts,
            )


def _judging(actor: Actor, ticket: Ticket) -> Iterator[Entry]:
    """Return the pitch days, not over yet, at which the holder judges."""
    for day in list_days_of_juror(actor):
        if day.round.challenge.event_id == ticket.event_id:
            last = timetable(day.terms, len(day.pitches))[-1:]
            lasts = timedelta(minutes=day.pitch_minutes + day.question_minutes)
            yield Entry(
                key=f"jury-{encode_id(day.id)}-{encode_id(ticket.id)}",
                kind=EntryKind.JURY,
                title=day.round.challenge.title,
                starts_at=day.starts_at,
                ends_at=last[0] + lasts if last else None,
            )


def _start_of(event: Event, first_on: date | None) -> datetime:
    """Return when the event begins, or the hour at which it begins on a later day."""
    return max(event.starts_at, _on(event, event.starts_at, first_on))


def _end_of(event: Event, last_on: date | None) -> datetime:
    return min(event.ends_at, _on(event, event.ends_at, last_on))


def _on(event: Event, instant: datetime, day: date | None) -> datetime:
    """Return the hour of an instant, as the clock at the venue shows it, on another day."""
    if day is None:
        return instant
    local = to_local(instant, event.timezone)
    return instant + timedelta(days=(day - local.date()).days)
