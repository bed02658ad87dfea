"""The participants of events without names: what they are and where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from app.checkin.models import Admission
from app.core.db import db
from app.events.policies import Fence
from app.identity.models import Organisation, OrganisationLabel
from app.identity.rules.ecosystems import Priority
from app.identity.rules.nace import section_of
from app.identity.rules.profiles import LabelKind
from app.tickets.models import Ticket, TicketState
from app.tickets.queries import within

UNKNOWN = ""
OWN = "own"  # a priority in an organisation's own words, which would tell who it is


@dataclass(frozen=True)
class Participant:
    """Somebody with a valid ticket; the month is that of the registration, in UTC."""

    event_id: int
    organisation: str
    kind: str
    region: str
    sector: str
    priority: str
    month: str
    is_confirmed: bool
    has_come: bool


def list_people(event_ids: Sequence[int], seen: Fence) -> list[Participant]:
    """Return those with a valid ticket within a fence, without names."""
    sector, priority = aliased(OrganisationLabel), aliased(OrganisationLabel)
    query = (
        select(
            Ticket.event_id,
            Ticket.organisation_id,
            Ticket.organisation_name,
            Ticket.organisation_kind,
            Ticket.country,
            Ticket.created_at,
            Ticket.validated_at,
            Organisation.region,
            sector.code.label("sector"),
            priority.text.label("priority"),
            exists().where(Admission.ticket_id == Ticket.id).label("has_come"),
        )
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(sector, _first(sector, LabelKind.NACE))
        .outerjoin(priority, _first(priority, LabelKind.PRIORITY))
        .where(Ticket.event_id.in_(event_ids), Ticket.state == TicketState.VALID, *within(seen))
    )
    return [_participant(row) for row in db.session.execute(query)]


def _first(label: Any, kind: LabelKind) -> Any:
    return and_(label.organisation_id == Organisation.id, label.kind == kind, label.place == 0)


def _participant(row: Any) -> Participant:
    return Participant(
        event_id=row.event_id,
        organisation=str(row.organisation_id or row.organisation_name.casefold()),
        kind=row.organisation_kind,
        region=row.region or row.country,
        sector=section_of(row.sector) if row.sector else UNKNOWN,
        priority=_priority(row.priority),
        month=row.created_at.strftime("%Y-%m"),
        is_confirmed=row.validated_at is not None,
        has_come=row.has_come,
    )


def _priority(text: str | None) -> str:
    if not text:
        return UNKNOWN
    return text if text in set(Priority) else OWN
