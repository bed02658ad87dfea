"""Freezing an event's figures, and asking for the report that is set from them."""

from app.core import clock, jobs, work
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.facts import record
from app.core.files import StoredFile, store_bytes
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.proposals.queries import hidden_from
from app.reports import queries
from app.reports.facts import ReportMade, SnapshotFrozen
from app.reports.models import OutcomeReport, Snapshot
from app.reports.rules.freezing import Revision, digest_of, freeze
from app.reports.rules.outcome import Outcome, count_outcome
from app.reports.rules.records import EventRecords

MAKE_REPORT = "make_outcome_report"
KIND = "report"
EDITION = "funder"
PDF = "application/pdf"

work.kind_needs(KIND, Permission.REPORT_VIEW, get_event_by_id)


def count_figures(actor: Actor, event: Event) -> tuple[EventRecords, Outcome]:
    """Return an event's figures as they are now, with the records that they were counted from."""
    authorize(actor, Permission.REPORT_VIEW, event)
    records = queries.load_records(event, hidden_from(actor, event.id))
    return records, count_outcome(records)


def refuse_untold(actor: Actor, event: Event) -> None:
    """Refuse whoever would learn from a snapshot how a proposal closed to them was judged."""
    if hidden_from(actor, event.id):
        raise Forbidden("closed_until_told")


def open_snapshot(actor: Actor, event: Event, version: int) -> Snapshot:
    """Return a snapshot with its content, to readers to whom it tells nothing too early."""
    authorize(actor, Permission.REPORT_VIEW, event)
    refuse_untold(actor, event)
    return queries.get_snapshot(event, version, with_content=True)


def freeze_snapshot(actor: Actor, event: Event, *, reason: str) -> Snapshot:
    """Freeze an event's figures with the records behind them, under the next number."""
    authorize(actor, Permission.REPORT_MAKE, event)
    refuse_untold(actor, event)
    earlier = queries.list_revisions(event)
    revision = Revision(
        version=earlier[-1].version + 1 if earlier else 1,
        taken_at=clock.now(),
        taken_by=actor.name,
        reason=reason,
    )
    text = freeze(queries.load_records(event), revision, earlier)
    snapshot = Snapshot(
        id=new_id(),
        event_id=event.id,
        version=revision.version,
        reason=reason,
        content=text,
        sha256=digest_of(text),
        taken_at=revision.taken_at,
        taken_by_id=actor.person_id,
    )
    db.session.add(snapshot)
    db.session.flush()
    _record_frozen(actor, snapshot)
    return snapshot


def _record_frozen(actor: Actor, snapshot: Snapshot) -> None:
    fact = SnapshotFrozen(
        actor_id=actor.person_id,
        event_id=snapshot.event_id,
        snapshot_id=snapshot.id,
        version=snapshot.version,
        sha256=snapshot.sha256,
        reason=snapshot.reason,
    )
    record(fact)


def start_report(
    actor: Actor, event: Event, version: int, *, title: str = "", back_url: str = ""
) -> OutcomeReport:
    """Ask for the outcome report of a snapshot as a PDF; Conflict if the snapshot was changed."""
    authorize(actor, Permission.REPORT_MAKE, event)
    snapshot = open_snapshot(actor, event, version)
    queries.read_snapshot(snapshot)
    begun = work.start_work(actor, KIND, event.id, title=title, back_url=back_url)
    report = OutcomeReport(id=new_id(), edition=EDITION, snapshot=snapshot, work=begun)
    db.session.add(report)
    jobs.enqueue(MAKE_REPORT, work_id=begun.id, report_id=report.id)
    return report


def finish_report(report_id: int, pdf: bytes) -> OutcomeReport:
    """Store the PDF of a report and say that it was made."""
    report = queries.get_report(report_id)
    snapshot = report.snapshot
    name = f"{snapshot.event.slug}-outcome-report-v{snapshot.version}.pdf"
    stored = store_bytes(pdf, name, PDF)
    work.finish(report.work_id, stored)
    fact = ReportMade(
        actor_id=snapshot.taken_by_id,
        event_id=snapshot.event_id,
        report_id=report.id,
        snapshot_id=snapshot.id,
        version=snapshot.version,
        file_sha256=stored.sha256,
    )
    record(fact)
    return report


def get_latest_report(actor: Actor, event: Event, version: int) -> OutcomeReport:
    """Return the latest report that was asked for from a snapshot."""
    authorize(actor, Permission.REPORT_VIEW, event)
    refuse_untold(actor, event)
    report = queries.find_report(queries.get_snapshot(event, version))
    if report is None:
        raise NotFound
    return report


def get_file(actor: Actor, event: Event, version: int) -> StoredFile:
    """Return the PDF of a snapshot's latest report; Conflict while it is not made."""
    file = get_latest_report(actor, event, version).work.file
    if file is None:
        raise Conflict("report_not_ready")
    return file
