"""Badges as PDF: what is the same on many is laid out from a template, the rest is stamped on."""

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.badges.messages import REASONS
from app.badges.queries import list_printers, look_of
from app.badges.rules.looks import Look, ink_on
from app.badges.rules.sheets import SheetFormat
from app.badges.services.drawing import Design, Report, draw_badges
from app.badges.services.printing import load_badges
from app.core.files import path_of
from app.core.ids import encode_id
from app.events.models import Event
from app.identity.queries import find_logo
from app.tickets.models import Ticket
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
    look: Look | None = None,
    both_sides: bool = False,
    report: Report = lambda *_: None,
) -> bytes:
    """Return the badges of an event's tickets as a PDF."""
    from app.core.pdf import render_pdf

    look = look or look_of(event.id)
    logo = _logo_of(event) if look.shows_logo else None

    def render(designs: Sequence[Design]) -> bytes:
        page = current_app.jinja_env.get_template("pdf/badges.html")
        with force_locale(LANGUAGES[0]):
            html = page.render(event=event, designs=designs, look=look, ink_on=ink_on, logo=logo)
        return render_pdf(html, title=event.name, tagged=False)

    return draw_badges(
        load_badges(event.id, tickets, look),
        layout=layout,
        both_sides=both_sides,
        render=render,
        title=event.name,
        report=report,
    )


def _logo_of(event: Event) -> str | None:
    """Return the logo of the lead organiser as a picture in the page, if there is one."""
    logo = find_logo(event.lead_organisation_id)
    if logo is None:
        return None
    data = b64encode(path_of(logo.file).read_bytes()).decode()
    return f"data:{logo.file.content_type};base64,{data}"


def draw_one(event: Event, ticket: Ticket, *, prints_itself: bool = False) -> bytes:
    """Return one badge as a PDF, one that asks the reader's program to print it if wanted."""
    import pikepdf

    drawn = draw(event, [ticket], SheetFormat.A6)
    if not prints_itself:
        return drawn
    made = BytesIO()
    with pikepdf.open(BytesIO(drawn)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.Print)
        pdf.save(made, deterministic_id=True)
    return made.getvalue()
