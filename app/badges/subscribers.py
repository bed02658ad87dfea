"""What the worker does for badges: it draws them."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import force_locale

from app.badges.rules.layout import SheetFormat
from app.badges.services.drawing import Design, draw_badges
from app.badges.services.printing import MAKE_BADGES, load_badges
from app.core import jobs, work
from app.core.content import PDF
from app.core.files import place_parts, store_placed
from app.core.uow import unit_of_work
from app.events.policies import Fence
from app.events.queries import get_event_by_id
from app.tickets.rules.audiences import Audience
from config import LANGUAGES


@jobs.task(MAKE_BADGES, on_given_up=work.give_up, on_retry=work.reopen)
def make_badges(
    work_id: int,
    event_id: int,
    layout: str,
    ticket_type: int | None = None,
    clusters: list[int] | None = None,
) -> None:
    """Draw the badges that somebody waits for, within the fence they asked from."""
    seen = Fence(None if clusters is None else frozenset(clusters))
    from app.core.pdf import render_pdf

    with work.doing(work_id) as report:
        event = get_event_by_id(event_id)
        badges = load_badges(event_id, ticket_type, seen)

        def render(designs: Sequence[Design]) -> bytes:
            colours = [audience.value for audience in Audience]
            page = current_app.jinja_env.get_template("pdf/badges.html")
            with force_locale(LANGUAGES[0]):
                html = page.render(event=event, designs=designs, colours=colours)
            return render_pdf(html, title=event.name, tagged=False)

        made = draw_badges(
            badges, layout=SheetFormat(layout), render=render, title=event.name, report=report
        )
        placed = place_parts((made,), f"badges-{event.slug}.pdf", PDF)
        with unit_of_work():
            work.finish(work_id, store_placed(placed))
