"""What the worker does for hubs: it merges what was brought, and sends what a hub scanned."""

from app.core import jobs, work
from app.core.files import path_of
from app.core.uow import unit_of_work
from app.events.queries import get_event_by_id
from app.hub import queries
from app.hub.queries import AT_ONCE
from app.hub.schemas import devices_in, read_scans, scans_in
from app.hub.services.merging import MERGE, Merged, close_brought, merge_scans
from app.hub.services.sending import SEND, send_all


@jobs.task(MERGE, on_given_up=work.give_up, on_retry=work.reopen)
def merge_brought(*, work_id: int, brought_id: int) -> None:
    """Merge a file of scans, five hundred at a time; begun again, it does what is left."""
    with work.doing(work_id) as report:
        brought = queries.get_brought(brought_id)
        contents = read_scans(path_of(brought.file).read_bytes()) if brought.file else None
        merged = Merged()
        if contents is not None:
            scans, devices = scans_in(contents), devices_in(contents)
            for start in range(0, len(scans), AT_ONCE):
                report(start, len(scans))
                some = scans[start : start + AT_ONCE]
                with unit_of_work():
                    event = get_event_by_id(contents["event"])
                    merged += merge_scans(event, some, devices, contents["hub"])
        with unit_of_work():
            close_brought(queries.get_brought(brought_id), merged)
            work.finish(work_id)


@jobs.task(SEND, on_given_up=work.give_up, on_retry=work.reopen)
def send_hub_scans(*, work_id: int) -> None:
    """Send what the main server lacks."""
    with work.doing(work_id) as report:
        send_all(report)
        with unit_of_work():
            work.finish(work_id)
