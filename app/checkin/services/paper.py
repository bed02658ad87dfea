"""The door on paper: a list to tick, made by the worker, and the ticks typed in later."""

from collections.abc import Sequence
from datetime import date, datetime

from app.checkin.facts import PaperListRequested, PaperTyped
from app.checkin.models import Gate
from app.checkin.queries import setup
from app.checkin.queries.paper import days_of
from app.checkin.queries.scanners import doors_at
from app.checkin.rules import Direction, IncomingScan, Verdict
from app.checkin.rules.paper import MOST_TICKS, read_sheet
from app.checkin.services.scanning import ScanResult, record_at
from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.errors import Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.work import Work, kind_needs, start_work
from app.events.models import Event
from app.events.queries import get_event_by_id

MAKE_PAPER_LIST = "make_paper_list"
KIND = "door_list"
PAPER = "paper"  # the note of a scan that was a tick

kind_needs(KIND, Permission.CHECKIN_ADMIT, get_event_by_id)


def start_paper_list(
    actor: Actor, event: Event, *, gate_id: int, day: date, title: str = "", back_url: str = ""
) -> Work:
    """Ask for the list of a gate on a day, as a PDF."""
    authorize(actor, Permission.CHECKIN_ADMIT, event)
    gate = setup.get_gate(event.id, gate_id)
    if day not in days_of(event):
        raise Invalid("not_a_day", field="day")
    work = start_work(actor, KIND, event.id, title=title, back_url=back_url)
    record(
        PaperListRequested(
            actor_id=actor.person_id, event_id=event.id, gate_id=gate.id, work_id=work.id
        )
    )
    jobs.enqueue(MAKE_PAPER_LIST, work_id=work.id, gate_id=gate.id, day=day.isoformat())
    return work


def type_in_paper(
    actor: Actor, event: Event, *, gate_id: int, at: datetime, direction: Direction, ticks: str
) -> Sequence[ScanResult]:
    """Record the ticks of a sheet as scans of their time, by the rules of every scan.

    The people were let in, as by a phone without a network; typing a sheet in twice does no harm.
    A line that cannot be read refuses all, so that it is put right at once.
    """
    authorize(actor, Permission.CHECKIN_ADMIT, event)
    gate = setup.get_gate(event.id, gate_id)
    door = doors_at(event, [gate], actor.person_id)[gate.id]
    sheet = read_sheet(ticks.splitlines(), at, event.timezone, door.typing_keys)
    if sheet.unreadable:
        lines = ", ".join(map(str, sheet.unreadable))
        raise Invalid("ticks_unreadable", field="ticks", lines=lines)
    if not sheet.ticks:
        raise Invalid("ticks_missing", field="ticks")
    if len(sheet.ticks) > MOST_TICKS:
        raise Invalid("too_many_ticks", field="ticks", most=MOST_TICKS)
    if any(tick.at > clock.now() for tick in sheet.ticks):
        raise Invalid("ticks_to_come", field="at")
    _record_typing(actor, gate, len(sheet.ticks))
    return record_at(
        door,
        [
            IncomingScan(
                tick.client_id(gate.id, direction),
                tick.code,
                tick.at,
                direction,
                told=Verdict.GREEN,
                note=PAPER,
            )
            for tick in sheet.ticks
        ],
    )


def _record_typing(actor: Actor, gate: Gate, number: int) -> None:
    record(
        PaperTyped(actor_id=actor.person_id, event_id=gate.event_id, gate_id=gate.id, number=number)
    )
