"""Badges as PDF: what is the same on many is laid out from a template, the rest is stamped on."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.badges.messages import REASONS
from app.badges.queries import list_printers
from app.badges.rules.sheets import SheetFormat
from app.badges.services.drawing import Design, Report, draw_badges
from app.badges.services.printing import load_badges
from app.core.ids import encode_id
from app.events.models import Event
from app.tickets.models import Ticket
from app.tickets.rules.audiences import Audience
from config import LANGUAGES


def print_choices(event: Event) -> dict[str, Any]:
    """Return at which printers a badge can be printed, and why again, as lists of choices."""
    printers = [(encode_id(one.id), one.name) for one in list_printers(event.id)]
    return {"printers": printers, "reasons": reason_choices()}


def reason_choices() -> list[tuple[str, Any]]:
    """Return why a badge is printed again, as a list of choices."""
    return list(REASONS.items())


def draw(
    event: Event,
    tickets: Sequence[Ticket],
    layout: SheetFormat,
    *,
    both_sides: bool = False,
    report: Report = lambda *_: None,
) -> bytes:
    """Return the badges of an event's tickets as a PDF."""
    from app.core.pdf import render_pdf

    def render(designs: Sequence[Design]) -> bytes:
        colours = [audience.value for audience in Audience]
        page = current_app.jinja_env.get_template("pdf/badges.html")
        with force_locale(LANGUAGES[0]):
            html = page.render(event=event, designs=designs, colours=colours)
        return render_pdf(html, title=event.name, tagged=False)

    badges = load_badges(event.id, tickets)
    return draw_badges(
        badges,
        layout=layout,
        both_sides=both_sides,
        render=render,
        title=event.name,
        report=report,
    )


def draw_one(event: Event, ticket: Ticket, *, prints_itself: bool = False) -> bytes:
    """Return one badge as a PDF, one that asks the reader's program to print it if wanted."""
    import pikepdf

    drawn = draw(event, [ticket], SheetFormat.A6)
    if not prints_itself:
        return drawn
    made = BytesIO()
    with pikepdf.open(BytesIO(drawn)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.Print)
        pdf.save(made)
    return made.getvalue()
