"""How an event was planned, as the log tells it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from app.checkin import facts as door
from app.checkin.models import Gate, ScannerDevice
from app.core.db import db
from app.core.facts import Fact
from app.demo.services.stage import Book, Deed, Stage
from app.events import facts
from app.events.models import EventPartner, EventSession, TeamMember
from app.tickets.facts import TicketTypeAdded

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
EARLY = timedelta(minutes=4)  # before a phone is paired its link is made


def deeds_of_planning(stage: Stage, book: Book) -> Iterator[Deed]:
    """Return how the event came to be, with its team, partners, programme and doors."""
    event, who = book.event, {"actor_id": stage.lead().id, "event_id": book.event.id}
    began = event.created_at
    created = facts.EventCreated(
        slug=event.slug, lead_organisation_id=event.lead_organisation_id, **who
    )
    yield began, created
    yield from _in_steps(began + DAY, _partners(who))
    yield from _in_steps(began + 2 * DAY, _team(who))
    yield from _in_steps(began + 4 * DAY, _programme(who))
    for kind in book.ticket_types:
        quota = book.quotas_of[kind.id]
        added = TicketTypeAdded(ticket_type_id=kind.id, quota_ids=(quota.id,), **who)
        yield began + 5 * DAY, added
    if event.published_at is not None:
        yield event.published_at, facts.EventPublished(slug=event.slug, **who)
        changed = facts.EventChanged(changed=("venue_address",), **who)
        yield event.published_at + 3 * DAY, changed
    yield from _doors(book, who)


def _in_steps(at: datetime, done: Iterator[Fact]) -> Iterator[Deed]:
    for number, fact in enumerate(done):
        yield at + number * QUARTER, fact


def _partners(who: dict[str, int]) -> Iterator[Fact]:
    query = select(EventPartner).where(EventPartner.event_id == who["event_id"])
    for one in db.session.scalars(query.order_by(EventPartner.id)):
        yield facts.PartnerAdded(organisation_id=one.organisation_id, **who)


def _team(who: dict[str, int]) -> Iterator[Fact]:
    query = select(TeamMember).where(TeamMember.event_id == who["event_id"])
    for one in db.session.scalars(query.order_by(TeamMember.id)):
        yield facts.TeamMemberAdded(person_id=one.person_id, role=one.role, **who)


def _programme(who: dict[str, int]) -> Iterator[Fact]:
    query = select(EventSession.id).where(EventSession.event_id == who["event_id"])
    for session_id in db.session.scalars(query.order_by(EventSession.starts_at, EventSession.id)):
        yield facts.ProgrammeChanged(session_id=session_id, change="added", **who)


def _doors(book: Book, who: dict[str, int]) -> Iterator[Deed]:
    phones = select(ScannerDevice).where(ScannerDevice.event_id == book.event.id)
    for phone in db.session.scalars(phones):
        if phone.paired_at is None:
            continue
        ids = {"device_id": phone.id, "event_id": book.event.id}
        invited = door.ScannerInvited(
            actor_id=who["actor_id"], gate_id=phone.gate_id, device_name="", **ids
        )
        yield phone.paired_at - EARLY, invited
        yield phone.paired_at, door.ScannerPaired(**ids)
    gates = select(Gate).where(Gate.event_id == book.event.id).order_by(Gate.id)
    for gate in db.session.scalars(gates):
        yield book.event.created_at + 6 * DAY, door.GateAdded(gate_id=gate.id, gate_name="", **who)
