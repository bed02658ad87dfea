"""What somebody should look into: badges that came in twice, and codes that nobody can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.checkin.models import Checkpoint, Gate, Scan, SettledClash
from app.checkin.queries.scanners import rule_of
from app.checkin.rules import (
    IN_REASONS,
    OUT_REASONS,
    QUARANTINED,
    Clash,
    Direction,
    PastScan,
    Reason,
    Verdict,
    clashes,
)
from app.core.db import db
from app.tickets.models import Ticket

MOST = 100


@dataclass(frozen=True)
class SeenClash:
    """A badge that came in twice, with the names that a person needs to look into it."""

    clash: Clash
    holder: str
    checkpoint: str
    entries: Sequence[tuple[datetime, str]]
    settled: SettledClash | None

    @property
    def key(self) -> str:
        """What names it."""
        return self.clash.key


@dataclass(frozen=True)
class Quarantined:
    """A code that nobody could make sense of, how often it was shown, and where last."""

    code: str
    reason: Reason
    times: int
    last_at: datetime
    gate: str


def list_clashes(event_id: int) -> list[SeenClash]:
    """Return the badges that came in twice, what nobody has looked into first."""
    checkpoints = {one.id: one for one in db.session.scalars(_checkpoints(event_id))}
    rules = {key: rule_of(one) for key, one in checkpoints.items()}
    found = clashes(_doubtful(event_id), rules)
    gates = _gate_names(event_id)
    names = _names({clash.ticket_id for clash in found})
    settled = {one.key: one for one in db.session.scalars(_settled(event_id))}
    seen = [
        SeenClash(
            clash,
            names.get(clash.ticket_id, ""),
            checkpoints[clash.checkpoint_id].name,
            [(one.scanned_at, gates[one.gate_id]) for one in clash.scans],
            settled.get(clash.key),
        )
        for clash in found
    ]
    return sorted(seen, key=lambda one: one.settled is not None)


def find_clash(event_id: int, key: str) -> SeenClash | None:
    """Return a badge that came in twice, by the scan that began it."""
    return next((one for one in list_clashes(event_id) if one.key == key), None)


def list_quarantined(event_id: int) -> list[Quarantined]:
    """Return codes that nobody could make sense of, the newest first, at most a hundred."""
    place = func.row_number().over(
        partition_by=Scan.code, order_by=(Scan.scanned_at.desc(), Scan.id.desc())
    )
    times = func.count().over(partition_by=Scan.code)
    query = (
        select(
            Scan.code,
            Scan.reason,
            Scan.scanned_at,
            Gate.name,
            times.label("times"),
            place.label("place"),
        )
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Scan.event_id == event_id, Scan.reason.in_([one.value for one in QUARANTINED]))
        .subquery()
    )
    rows = db.session.execute(
        select(query).where(query.c.place == 1).order_by(query.c.scanned_at.desc()).limit(MOST)
    )
    return [
        Quarantined(row.code, Reason(row.reason), row.times, row.scanned_at, row.name)
        for row in rows
    ]


def _doubtful(event_id: int) -> list[PastScan]:
    """Return the passes of those tickets that a scanner let in once too often."""
    twice = select(Scan.ticket_id).where(
        Scan.event_id == event_id,
        Scan.reason == Reason.ALREADY_IN,
        Scan.told == Verdict.GREEN,
    )
    passing = [reason.value for reason in IN_REASONS | OUT_REASONS]
    query = (
        select(Scan, Gate.checkpoint_id)
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Scan.event_id == event_id, Scan.ticket_id.in_(twice), Scan.reason.in_(passing))
    )
    return [past_scan(scan, checkpoint_id) for scan, checkpoint_id in db.session.execute(query)]


def past_scan(scan: Any, checkpoint_id: int) -> PastScan:
    """Return a scan, or its columns, as the rules take it."""
    return PastScan(
        client_id=scan.client_id,
        ticket_id=scan.ticket_id,
        gate_id=scan.gate_id,
        scanned_at=scan.scanned_at,
        verdict=Verdict(scan.verdict),
        reason=Reason(scan.reason),
        checkpoint_id=checkpoint_id,
        direction=Direction(scan.direction),
        device_id=scan.device_id,
        told=Verdict(scan.told) if scan.told else None,
    )


def _checkpoints(event_id: int) -> Select[Checkpoint]:
    query = select(Checkpoint).where(Checkpoint.event_id == event_id)
    return query.options(joinedload(Checkpoint.event))


def _settled(event_id: int) -> Select[SettledClash]:
    return select(SettledClash).where(SettledClash.event_id == event_id)


def _gate_names(event_id: int) -> dict[int, str]:
    rows = db.session.execute(select(Gate.id, Gate.name).where(Gate.event_id == event_id))
    return {row.id: row.name for row in rows}


def _names(ticket_ids: set[int]) -> dict[int, str]:
    found = db.session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)))
    return {ticket.id: ticket.name for ticket in found}
