"""What the worker does for lists: it registers people from them, and acts on many tickets."""

from collections.abc import Iterator

from flask_babel import force_locale, gettext

from app.core import jobs, work
from app.core.csv_text import to_csv
from app.core.errors import Conflict
from app.core.files import place_parts, store_placed
from app.core.uow import unit_of_work
from app.registrations.rules.acts import Act
from app.registrations.services.acting import ACT, act_on_all
from app.registrations.services.importing import MAKE
from app.registrations.services.making import Outcome, make_all
from app.web.words import words_for
from config import LANGUAGES


@jobs.task(MAKE, on_given_up=work.give_up, on_retry=work.reopen)
def import_attendees(*, work_id: int, event_id: int, import_id: int, person_id: int) -> None:
    """Register the people that somebody waits for."""
    with work.doing(work_id) as report, force_locale(LANGUAGES[0]):
        outcome = make_all(event_id, import_id, person_id, report)
        head = [gettext("Line"), gettext("What became of it")]
        _finish(work_id, to_csv(head, sorted(_rows(outcome))), "import.csv")


@jobs.task(ACT, on_given_up=work.give_up, on_retry=work.reopen)
def act_on_attendees(
    *,
    work_id: int,
    event_id: int,
    person_id: int,
    act: str,
    ticket_ids: list[int],
    target: int | None,
) -> None:
    """Do with many tickets what somebody asked for, and say what could not be done and why."""
    with work.doing(work_id) as report, force_locale(LANGUAGES[0]):
        done = act_on_all(event_id, person_id, Act(act), ticket_ids, target, report)
        rows = [(name, words_for(Conflict(code))) for name, code in done.left]
        _finish(work_id, to_csv([gettext("Name"), gettext("Why not")], rows), "left-out.csv")


def _finish(work_id: int, table: str, name: str) -> None:
    placed = place_parts((table.encode(),), name, "text/csv")
    with unit_of_work():
        work.finish(work_id, store_placed(placed))


def _rows(outcome: Outcome) -> Iterator[tuple[int, str]]:
    for line in outcome.made:
        yield line, gettext("Imported")
    for line in outcome.there:
        yield line, gettext("Imported before")
    for line, code in outcome.left:
        usual = gettext("Left out: look at the check of the list.")
        yield line, words_for(Conflict(code)) if code else usual
