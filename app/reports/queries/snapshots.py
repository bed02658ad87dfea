"""Snapshots as they were taken, and the reports made from them."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.work import Work
from app.events.models import Event
from app.reports.models import OutcomeReport, Snapshot
from app.reports.rules.freezing import FORMAT, Frozen, Revision, digest_of, is_recounted, thaw


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


def list_revisions(event: Event) -> tuple[Revision, ...]:
    """Return what each snapshot so far says about itself, the earliest first."""
    query = select(Snapshot).where(Snapshot.event_id == event.id).order_by(Snapshot.version)
    return tuple(
        Revision(
            version=one.version,
            taken_at=one.taken_at,
            taken_by=one.taken_by.name if one.taken_by else "",
            reason=one.reason,
            sha256=one.sha256,
        )
        for one in db.session.scalars(query.options(joinedload(Snapshot.taken_by)))
    )


def read_snapshot(snapshot: Snapshot) -> Frozen:
    """Return what a snapshot holds; Conflict, with what gave it away, if it was changed."""
    if digest_of(snapshot.content) != snapshot.sha256:
        raise Conflict("snapshot_digest_differs")
    try:
        frozen = thaw(snapshot.content)
    except (KeyError, TypeError, ValueError) as error:
        raise Conflict("snapshot_unreadable") from error
    if (frozen.revision.version, frozen.revision.reason) != (snapshot.version, snapshot.reason):
        raise Conflict("snapshot_mislabelled")
    if frozen.format == FORMAT and not is_recounted(frozen):
        raise Conflict("snapshot_not_recounted")
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
