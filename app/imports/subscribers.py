"""What the worker does for imports: it makes proposals from lists, and says what became of each."""

from collections.abc import Iterator

from flask_babel import force_locale, gettext

from app.core import jobs, work
from app.core.csv_text import to_csv
from app.core.files import place_parts, store_placed
from app.core.uow import unit_of_work
from app.imports.messages import MESSAGES
from app.imports.services.making import MAKE, Outcome, make_all
from config import LANGUAGES


@jobs.task(MAKE, on_given_up=work.give_up, on_retry=work.reopen)
def import_proposals(*, work_id: int, import_id: int, person_id: int) -> None:
    """Make the proposals that somebody waits for."""
    with work.doing(work_id) as report, force_locale(LANGUAGES[0]):
        outcome = make_all(import_id, person_id, report)
        table = to_csv([gettext("Line"), gettext("What became of it")], sorted(_rows(outcome)))
        placed = place_parts((table.encode(),), "import.csv", "text/csv")
        with unit_of_work():
            work.finish(work_id, store_placed(placed))


def _rows(outcome: Outcome) -> Iterator[tuple[int, str]]:
    for line in outcome.made:
        yield line, gettext("Imported")
    for line in outcome.there:
        yield line, gettext("Imported before")
    for line, code in outcome.left:
        why = str(MESSAGES[code]) if code else gettext("Left out: look at the check of the list.")
        yield line, why
