"""Loading an event's records: the same few statements for ten people and for ten thousand."""

from collections.abc import Collection

from sqlalchemy import select

from app.core.db import db
from app.events.models import Event, EventPartner, EventSession
from app.identity.models import Organisation
from app.reports.queries import attendance, judging
from app.reports.rules.records import EventRecord, EventRecords, PartnerRecord, SessionRecord

LEAD = "lead"


def load_records(event: Event, closed: Collection[int] = ()) -> EventRecords:
    """Return everything that an event's figures are counted from, numbered and without names.

    Of what is closed to the reader comes nothing that was judged.
    """
    tickets, organisations = attendance.load_tickets(event)
    challenges, numbers = judging.load_challenges(event)
    proposals, ids = judging.load_proposals(event, numbers)
    return EventRecords(
        event=_load_event(event),
        organisations=organisations,
        tickets=tickets,
        challenges=challenges,
        proposals=proposals,
        jurors=judging.load_jurors(event),
        sheets=judging.load_sheets(event, ids, closed),
        conflicts=judging.load_conflicts(event, ids, closed),
    )


def _load_event(event: Event) -> EventRecord:
    return EventRecord(
        name=event.name,
        slug=event.slug,
        summary=event.summary,
        description=event.description,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        venue_name=event.venue_name,
        venue_address=event.venue_address,
        capacity=event.capacity,
        partners=_load_partners(event),
        sessions=_load_sessions(event),
    )


def _load_partners(event: Event) -> tuple[PartnerRecord, ...]:
    """Return the lead, then the partners in the order of their countries and names."""
    lead = event.lead_organisation
    query = (
        select(Organisation.name, Organisation.country, EventPartner.role)
        .join_from(EventPartner, Organisation)
        .where(EventPartner.event_id == event.id)
    )
    rows = [tuple(row) for row in db.session.execute(query)]
    ordered = [(lead.name, lead.country, LEAD), *sorted(rows, key=lambda row: (row[1], row[0]))]
    return tuple(
        PartnerRecord(name=name, country=country, role=role) for name, country, role in ordered
    )


def _load_sessions(event: Event) -> tuple[SessionRecord, ...]:
    query = (
        select(EventSession.title, EventSession.kind, EventSession.starts_at, EventSession.ends_at)
        .where(EventSession.event_id == event.id)
        .order_by(EventSession.starts_at, EventSession.title, EventSession.id)
    )
    return tuple(
        SessionRecord(
            title=row.title, kind=str(row.kind), starts_at=row.starts_at, ends_at=row.ends_at
        )
        for row in db.session.execute(query)
    )
