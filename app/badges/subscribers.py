"""What the worker does for badges: it draws those of a PDF that somebody waits for."""

from app.badges import queries
from app.badges.presentation import draw
from app.badges.rules.sheets import SheetFormat
from app.badges.services.printing import MAKE_BADGES, end_batch
from app.core import jobs, work
from app.core.content import PDF
from app.core.files import place_parts, store_placed
from app.core.uow import unit_of_work
from app.events.queries import get_event_by_id


def give_up(error: str, *, work_id: int, **arguments: object) -> None:
    """Note that nobody gets these badges, for the worker does not try again."""
    work.give_up(error, work_id=work_id, **arguments)
    end_batch(work_id, is_made=False)


@jobs.task(MAKE_BADGES, on_given_up=give_up, on_retry=work.reopen)
def make_badges(work_id: int, event_id: int, layout: str, *, both_sides: bool = False) -> None:
    """Draw the badges that somebody waits for; where it stops, they count as never printed."""
    with work.doing(work_id) as report:
        event = get_event_by_id(event_id)
        tickets, paper = queries.list_of_work(work_id), SheetFormat(layout)
        made = draw(event, tickets, paper, both_sides=both_sides, report=report)
        placed = place_parts((made,), f"badges-{event.slug}.pdf", PDF)
        with unit_of_work():
            end_batch(work_id, is_made=True)
            work.finish(work_id, store_placed(placed))
    with unit_of_work():
        end_batch(work_id, is_made=False)
