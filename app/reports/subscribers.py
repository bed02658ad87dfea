"""The worker's part: setting reports."""

from app.core import jobs, work
from app.core.uow import unit_of_work
from app.reports import queries, services
from app.reports.presentation.document import report_pdf


@jobs.task(services.MAKE_REPORT, on_given_up=work.give_up, on_retry=work.reopen)
def make_outcome_report(work_id: int, report_id: int) -> None:
    """Set the report of a snapshot; one that was changed since it was frozen is refused."""
    with work.doing(work_id) as progress:
        snapshot = queries.get_report(report_id).snapshot
        frozen = queries.read_snapshot(snapshot)
        pdf = report_pdf(frozen, snapshot.sha256, progress)
        with unit_of_work():
            services.finish_report(report_id, pdf)
