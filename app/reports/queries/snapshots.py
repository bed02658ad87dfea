"""Snapshots as they were taken, and the reports made from them."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, undefer

from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.work import Work
from app.events.models import Event
from app.reports.models import OutcomeReport, Snapshot
from app.reports.rules.freezing import FORMAT, Frozen, digest_of, is_recounted, thaw

TAMPERED = "snapshot_tampered"


def get_snapshot(event: Event, version: int, *, with_content: bool = False) -> Snapshot:
    """Return one version of an event's snapshot."""
    query = select(Snapshot).where(Snapshot.event_id == event.id, Snapshot.version == version)
    query = query.options(joinedload(Snapshot.taken_by))
    if with_content:
        query = query.options(undefer(Snapshot.content))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_snapshots(event: Event) -> list[tuple[Snapshot, OutcomeReport | None]]:
    """Return an event's snapshots, the latest first, each with the latest report made from it."""
    query = (
        select(Snapshot)
        .where(Snapshot.event_id == event.id)
        .options(joinedload(Snapshot.taken_by))
        .order_by(Snapshot.version.desc())
    )
    snapshots = list(db.session.scalars(query))
    reports = select(OutcomeReport).join(Work).options(joinedload(OutcomeReport.work))
    reports = reports.where(OutcomeReport.snapshot_id.in_(one.id for one in snapshots))
    latest = {one.snapshot_id: one for one in db.session.scalars(reports.order_by(Work.created_at))}
    return [(one, latest.get(one.id)) for one in snapshots]


def find_latest_snapshot(event: Event) -> Snapshot | None:
    """Return an event's last snapshot, None before the first."""
    query = select(Snapshot).where(Snapshot.event_id == event.id)
    return db.session.scalar(query.order_by(Snapshot.version.desc()).limit(1))


def next_version(event: Event) -> int:
    """Return the number that an event's next snapshot gets."""
    query = select(func.max(Snapshot.version)).where(Snapshot.event_id == event.id)
    return (db.session.scalar(query) or 0) + 1


def read_snapshot(snapshot: Snapshot) -> Frozen:
    """Return what a snapshot holds; Conflict if it is not what was frozen."""
    if digest_of(snapshot.content) != snapshot.sha256:
        raise Conflict(TAMPERED, reason="hash", version=snapshot.version)
    try:
        frozen = thaw(snapshot.content)
    except (KeyError, TypeError, ValueError) as error:
        raise Conflict(TAMPERED, reason="content", version=snapshot.version) from error
    if frozen.version != snapshot.version or (frozen.format == FORMAT and not is_recounted(frozen)):
        raise Conflict(TAMPERED, reason="recount", version=snapshot.version)
    return frozen


def find_report(snapshot: Snapshot) -> OutcomeReport | None:
    """Return the latest report that was asked for from a snapshot."""
    query = select(OutcomeReport).join(Work).where(OutcomeReport.snapshot_id == snapshot.id)
    query = query.options(joinedload(OutcomeReport.work).joinedload(Work.file))
    return db.session.scalar(query.order_by(Work.created_at.desc(), Work.id.desc()).limit(1))


def get_report(report_id: int) -> OutcomeReport:
    """Return a report with its snapshot and its event."""
    whole = joinedload(OutcomeReport.snapshot).options(
        undefer(Snapshot.content), joinedload(Snapshot.event)
    )
    found = db.session.get(OutcomeReport, report_id, options=[whole])
    if found is None:
        raise NotFound
    return found
