"""The numbers of the day: who is here, by gate and by time, from the log of scans alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, or_, select

from app.checkin.models import Gate, Scan
from app.checkin.rules import IN_REASONS, Arrivals, Reason, Verdict, arrivals_by
from app.core.db import db
from app.events.policies import EVERYBODY, Fence
from app.identity.models import Organisation
from app.tickets.models import Ticket, TicketState, TicketType
from app.tickets.queries import within

STEP = timedelta(minutes=10)
LAST = 8
COUNTING = sorted(reason.value for reason in IN_REASONS)


@dataclass(frozen=True)
class NamedCount:
    """How many came in at a gate, or from a cluster."""

    name: str
    people: int


@dataclass(frozen=True)
class RecentScan:
    """One of the last scans, as the dashboard shows it."""

    scanned_at: datetime
    gate: str
    name: str
    ticket_type: str
    verdict: Verdict
    reason: Reason
    note: str


@dataclass(frozen=True)
class Headcount:
    """How many are here, of how many; never more than are expected."""

    people: int
    expected: int

    @property
    def share(self) -> int | None:
        """The share of the expected who are here, in per cent; None while nobody is expected."""
        return round(100 * self.people / self.expected) if self.expected else None


@dataclass(frozen=True)
class LiveView:
    """What the organiser's dashboard shows; `came` is where and when each of them came first."""

    headcount: Headcount
    gates: Sequence[NamedCount]
    arrivals: Sequence[Arrivals]
    last: Sequence[RecentScan]
    came: Sequence[tuple[int, datetime]]
    clusters: Sequence[NamedCount] = ()


def count_people(event_id: int, seen: Fence) -> Headcount:
    """Return how many people within a fence came, and are expected: whoever is inside, too."""
    inside = select(Scan.ticket_id).where(
        Scan.event_id == event_id, Scan.ticket_id.is_not(None), Scan.reason.in_(COUNTING)
    )
    inside = inside.where(*of_people_within(event_id, seen))
    came = select(func.count(func.distinct(inside.subquery().c.ticket_id)))
    expected = select(func.count(Ticket.id)).where(
        Ticket.event_id == event_id,
        *within(seen),
        or_(Ticket.state == TicketState.VALID, Ticket.id.in_(inside)),
    )
    row = db.session.execute(
        select(came.scalar_subquery().label("came"), expected.scalar_subquery().label("expected"))
    ).one()
    return Headcount(row.came, row.expected)


def of_people_within(event_id: int, seen: Fence) -> list[ColumnElement[bool]]:
    """Return what tells the scans of people within a fence from others."""
    if seen.is_open:
        return []
    return [Scan.ticket_id.in_(select(Ticket.id).where(Ticket.event_id == event_id, *within(seen)))]


def view_live(event_id: int, seen: Fence) -> LiveView:
    """Return the numbers of this moment, of people within a fence."""
    entries = first_entries(event_id, seen)
    came = _came(entries)
    return LiveView(
        headcount=count_people(event_id, seen),
        gates=_by_gate(event_id, entries),
        arrivals=arrivals_by([at for _gate, at in came], STEP),
        last=list_last_scans(event_id, seen),
        came=came,
        clusters=_by_cluster(event_id, entries) if seen.is_open else (),
    )


def first_entries(event_id: int, seen: Fence = EVERYBODY) -> Subquery:
    """Return each ticket's first counting scan; presence as the rules define it, in SQL."""
    place = func.row_number().over(
        partition_by=Scan.ticket_id, order_by=(Scan.scanned_at, Scan.client_id)
    )
    counting = (
        select(Scan.ticket_id, Scan.gate_id, Scan.scanned_at, place.label("place"))
        .where(Scan.event_id == event_id, Scan.ticket_id.is_not(None), Scan.reason.in_(COUNTING))
        .where(*of_people_within(event_id, seen))
        .subquery()
    )
    first = select(counting.c.ticket_id, counting.c.gate_id, counting.c.scanned_at)
    return first.where(counting.c.place == 1).subquery()


def _by_gate(event_id: int, entries: Subquery) -> list[NamedCount]:
    query = (
        select(Gate.name, func.count(entries.c.gate_id).label("people"))
        .outerjoin(entries, entries.c.gate_id == Gate.id)
        .where(Gate.event_id == event_id)
        .group_by(Gate.id, Gate.name)
    )
    found = [NamedCount(row.name, row.people) for row in db.session.execute(query)]
    return sorted(found, key=lambda gate: (-gate.people, gate.name.casefold()))


def _by_cluster(event_id: int, entries: Subquery) -> list[NamedCount]:
    """Return how many of each supporting cluster's people came; one cluster is not worth a list."""
    query = (
        select(Organisation.name, func.count(entries.c.ticket_id).label("people"))
        .join(Ticket, Ticket.supported_by_id == Organisation.id)
        .outerjoin(entries, entries.c.ticket_id == Ticket.id)
        .where(Ticket.event_id == event_id)
        .group_by(Organisation.id, Organisation.name)
    )
    found = [NamedCount(row.name, row.people) for row in db.session.execute(query)]
    ordered = sorted(found, key=lambda cluster: (-cluster.people, cluster.name.casefold()))
    return ordered if len(ordered) > 1 else []


def _came(entries: Subquery) -> list[tuple[int, datetime]]:
    rows = db.session.execute(select(entries.c.gate_id, entries.c.scanned_at))
    return [(row.gate_id, row.scanned_at) for row in rows]


def list_last_scans(event_id: int, seen: Fence, limit: int = LAST) -> list[RecentScan]:
    """Return the last scans of people within a fence, the latest first."""
    query = (
        select(Scan, Gate.name, Ticket.given_name, Ticket.family_name, TicketType.name)
        .join(Gate, Gate.id == Scan.gate_id)
        .outerjoin(Ticket, Ticket.id == Scan.ticket_id)
        .outerjoin(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(Scan.event_id == event_id, *of_people_within(event_id, seen))
        .order_by(Scan.scanned_at.desc(), Scan.id.desc())
        .limit(limit)
    )
    return [_recent(row) for row in db.session.execute(query)]


def _recent(row: Any) -> RecentScan:
    scan, gate, given, family, kind = row
    return RecentScan(
        scanned_at=scan.scanned_at,
        gate=gate,
        name=f"{given or ''} {family or ''}".strip(),
        ticket_type=kind or "",
        verdict=Verdict(scan.verdict),
        reason=Reason(scan.reason),
        note=scan.note,
    )
