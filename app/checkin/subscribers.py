"""What the worker does for the door: it prints the list for the day without power."""

from datetime import date

from flask import current_app
from flask_babel import force_locale

from app.checkin.queries.paper import list_for_paper
from app.checkin.queries.setup import get_gate_by_id
from app.checkin.services.paper import MAKE_PAPER_LIST
from app.core import clock, jobs, work
from app.core.content import PDF
from app.core.files import place_parts, store_placed
from app.core.uow import unit_of_work
from config import LANGUAGES


@jobs.task(MAKE_PAPER_LIST, on_given_up=work.give_up, on_retry=work.reopen)
def make_paper_list(work_id: int, gate_id: int, day: str) -> None:
    """Print the list of a gate that somebody waits for."""
    from app.core.pdf import render_pdf

    with work.doing(work_id):
        gate = get_gate_by_id(gate_id)
        lines = list_for_paper(gate, date.fromisoformat(day))
        page = current_app.jinja_env.get_template("pdf/door_list.html")
        with force_locale(LANGUAGES[0]):
            html = page.render(
                event=gate.event,
                gate=gate,
                day=date.fromisoformat(day),
                lines=lines,
                language=LANGUAGES[0],
                made_at=clock.now(),
            )
        made = render_pdf(html, title=f"{gate.event.name}, {gate.name}", tagged=False)
        placed = place_parts((made,), f"list-{gate.event.slug}-{day}.pdf", PDF)
        with unit_of_work():
            work.finish(work_id, store_placed(placed))
