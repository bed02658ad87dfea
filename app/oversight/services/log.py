"""Having the log written into a file, by the worker."""

import json
from collections.abc import Iterable, Sequence

from app.core import audit, clock, jobs, work
from app.core.audit import AuditEntry
from app.core.authz import Actor, authorize
from app.core.csv_text import to_csv
from app.core.facts import record
from app.core.files import place_parts, store_placed
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.oversight import facts, queries
from app.oversight.queries import LogFilter, read_entries
from app.oversight.rules import LogForm

KIND = "log"
WRITE = "write_log"
TYPES = {LogForm.CSV: "text/csv", LogForm.LINES: "application/x-ndjson"}
HEAD = ("id", "at", "actor_id", "event_id", "name", "payload", "previous_hash", "hash")

work.kind_needs(KIND, Permission.LOG_VIEW, get_event_by_id, anywhere=True)


def start_log_export(
    actor: Actor, event: Event | None, form: LogForm, *, title: str = "", back_url: str = ""
) -> work.Work:
    """Ask for the log of an event, or of the installation, as a file."""
    authorize(actor, Permission.LOG_VIEW, event)
    event_id = event.id if event else None
    begun = work.start_work(actor, KIND, event_id, title=title, back_url=back_url)
    without = queries.log_of(actor, event).without if event else queries.Hidden()
    jobs.enqueue(
        WRITE,
        work_id=begun.id,
        event_id=event_id,
        form=form.value,
        without=[list(without.names), list(without.things)],
    )
    record(
        facts.LogExported(
            actor_id=actor.person_id, event_id=event_id, work_id=begun.id, form=form.value
        )
    )
    return begun


@jobs.task(WRITE, on_given_up=work.give_up, on_retry=work.reopen)
def write_log(
    work_id: int,
    event_id: int | None,
    form: str,
    without: tuple[Sequence[str], Sequence[int]] = ((), ()),
) -> None:
    """Write the log into a file whose lines can be checked without a server."""
    with work.doing(work_id) as report:
        report(0, 1)
        # Of events the installation's log says no more than the operator may know: its leads
        # have their own, and the gaps are counted by whoever checks the lines.
        hidden = queries.Hidden(names=without[0], things=without[1])
        wanted = LogFilter(event_id=event_id, is_of_no_event=event_id is None, without=hidden)
        text = _written(read_entries(wanted), LogForm(form))
        name = f"log-{clock.now():%Y-%m-%d}.{form}"
        placed = place_parts((text.encode(),), name, TYPES[LogForm(form)])
        with unit_of_work():
            stored = store_placed(placed)
            work.finish(work_id, stored)


def _written(entries: Iterable[AuditEntry], form: LogForm) -> str:
    lines = (audit.as_line(entry) for entry in entries)
    if form is LogForm.LINES:
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return to_csv(HEAD, ([_cell(line[name]) for name in HEAD] for line in lines))


def _cell(value: object) -> object:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else value
