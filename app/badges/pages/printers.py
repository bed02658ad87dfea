"""One badge in one click: at a printer, whose browser takes what waits, or here and now."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.badges import queries, services
from app.badges.pages.base import blueprint, framed, holding_frames, managed
from app.badges.presentation import draw_one, print_choices
from app.badges.rules.prints import PrintState
from app.badges.schemas import PrinterForm, PrintForm
from app.core.errors import NotFound
from app.core.ids import decode_id, encode_id
from app.events.policies import fence
from app.web.buttons import attempt
from app.web.downloads import show_pdf
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.tabs import TICKETS

PRINTERS = "/manage/<slug>/badges/printers"
PRINTER = f"{PRINTERS}/<id:printer_id>"
PRINT = "/manage/<slug>/badges/prints/<id:print_id>"


@blueprint.route(f"{PRINTERS}/new", methods=["GET", "POST"])
@signed_in
def add_printer(slug: str) -> Page:
    """Name a printer that badges can wait for."""
    event = managed(slug)
    form = PageForm(PrinterForm)
    made = form.submit(lambda data: services.add_printer(actor(), event, **data))
    if made is not None:
        return redirect(url_for("badges.show_printer", slug=slug, printer_id=made.id))
    return form.render("badges/new_printer.html", event=event)


@blueprint.get(PRINTER)
@signed_in
def show_printer(slug: str, printer_id: int) -> Response:
    """Show what waits at a printer, and the badge that is being printed.

    Once somebody has started it here, the page prints one badge after the other while it is open.
    """
    event = managed(slug)
    page = render_template(
        "badges/printer.html",
        tabs=TICKETS.tabs(event, slug=event.slug),
        taken=_taken(event, printer_id),
        is_on="on" in request.args,
        **_queue(event, printer_id),
    )
    return holding_frames(make_response(page))


def _taken(event: Any, printer_id: int) -> Any:
    """Return the badge that the address names, while it is being printed here."""
    try:
        print_id = decode_id(request.args.get("taken", ""))
        found = queries.get_drawable(print_id, event.id, fence(actor(), event))
    except (ValueError, NotFound):
        return None
    is_here = found.printer_id == printer_id and found.state == PrintState.TAKEN
    return found if is_here else None


@blueprint.get(f"{PRINTER}/queue")
@signed_in
def refresh_queue(slug: str, printer_id: int) -> str:
    """Show the same again, for the page that asks every two seconds."""
    return render_template("badges/_queue.html", **_queue(managed(slug), printer_id))


def _queue(event: Any, printer_id: int) -> dict[str, Any]:
    printer = queries.get_printer(printer_id, event.id)
    seen = fence(actor(), event)
    return {
        "event": event,
        "printer": printer,
        "queue": queries.list_queue(printer.id, seen),
        "printed": queries.list_just_printed(printer.id, seen),
    }


@blueprint.post(f"{PRINTER}/next")
@signed_in
@writes
def take_next(slug: str, printer_id: int) -> AnyResponse:
    """Take what waits longest and show it to be printed."""
    event = managed(slug)
    printer = queries.get_printer(printer_id, event.id)
    taken = services.take_next(actor(), event, printer)
    return redirect(_page_of(slug, printer_id, taken=encode_id(taken.id) if taken else None))


def _page_of(slug: str, printer_id: int, **more: Any) -> str:
    """Return the address of a printer's page, which goes on printing where it did."""
    more["on"] = "1" if "on" in request.form else None
    return url_for("badges.show_printer", slug=slug, printer_id=printer_id, **more)


@blueprint.post(f"{PRINTER}/close")
@signed_in
def close_printer(slug: str, printer_id: int) -> AnyResponse:
    """Use a printer no more."""
    event = managed(slug)
    printer = queries.get_printer(printer_id, event.id)
    said = _("The printer is closed. What waited there can be asked for elsewhere.")
    attempt(lambda: services.close_printer(actor(), event, printer), said)
    return redirect(url_for("badges.choose", slug=slug))


@blueprint.post("/manage/<slug>/badges/prints")
@signed_in
def ask_print(slug: str) -> Page:
    """Print one badge: it waits at a printer, or opens here and asks to be printed."""
    event = managed(slug)
    form = PageForm(PrintForm)
    made = form.submit(lambda data: services.ask_print(actor(), event, **data))
    if made is None:
        return form.render("badges/again.html", event=event, **print_choices(event))
    if made.printer is None:
        return redirect(url_for("badges.show_badge", slug=slug, print_id=made.id))
    flash(_("The badge waits at %(printer)s.", printer=made.printer.name), "good")
    return redirect(url_for("badges.show_printer", slug=slug, printer_id=made.printer_id))


@blueprint.get(f"{PRINT}.pdf")
@signed_in
def show_badge(slug: str, print_id: int) -> Response:
    """Show a badge as a PDF: on its own it asks to be printed, in a frame the page does that."""
    event = managed(slug)
    asked = queries.get_drawable(print_id, event.id, fence(actor(), event))
    is_alone = "framed" not in request.args
    made = draw_one(event, asked.ticket, prints_itself=is_alone)
    name = f"badge-{event.slug}.pdf"
    return show_pdf(made, name) if is_alone else framed(made, name)


@blueprint.post(f"{PRINT}/printed")
@signed_in
def note_printed(slug: str, print_id: int) -> AnyResponse:
    """Note that a badge which was taken is on paper."""
    return _change(slug, print_id, services.note_printed, _("Printed."))


@blueprint.post(f"{PRINT}/return")
@signed_in
def return_print(slug: str, print_id: int) -> AnyResponse:
    """Let a badge that did not come out wait again."""
    return _change(slug, print_id, services.return_print, _("It waits for its turn again."))


@blueprint.post(f"{PRINT}/withdraw")
@signed_in
def withdraw_print(slug: str, print_id: int) -> AnyResponse:
    """Take back what is not on paper yet."""
    return _change(slug, print_id, services.withdraw_print, _("Taken back."))


def _change(slug: str, print_id: int, act: Any, said: str) -> AnyResponse:
    event = managed(slug)
    asked = queries.get_print(print_id, event.id, fence(actor(), event))
    attempt(lambda: act(actor(), event, asked), said)
    if asked.printer_id is None:
        return redirect(url_for("badges.choose", slug=slug))
    return redirect(_page_of(slug, asked.printer_id))
