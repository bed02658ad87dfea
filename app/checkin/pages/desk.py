"""The desk: find people by name and let them in by hand; register those who come without."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from app.badges.presentation import print_choices
from app.badges.queries import printed_among
from app.checkin.pages.base import LAST_PRINTER, blueprint, get_event_for
from app.checkin.queries import setup
from app.checkin.schemas import ByHandSchema, WalkInSchema, walk_in
from app.checkin.services.desk import admit_by_hand, admit_walk_in
from app.core.errors import NotFound
from app.core.ids import decode_id, encode_id
from app.core.permissions import Permission
from app.events.policies import is_looking_in
from app.tickets.presentation import QuestionsOnPage
from app.tickets.queries import link_of, list_ticket_types
from app.tickets.queries.questions import Place
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import DOOR


@blueprint.get("/manage/<slug>/checkin/desk")
@signed_in
def show_desk(slug: str) -> Page:
    """Show the search and whom it finds."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    return _desk(event)


@blueprint.post("/manage/<slug>/checkin/desk")
@signed_in
def admit(slug: str) -> Page:
    """Let somebody in by hand."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    form = PageForm(ByHandSchema)
    done = form.submit(
        lambda data: admit_by_hand(
            actor(),
            event,
            data["ticket_id"],
            gate_id=data["gate_id"],
            note=data["note"],
            client_id=str(data["client_id"]),
        )
    )
    if done is None:
        return _desk(event, by_hand=form)
    flash(_("Let in and written down."), "good")
    return redirect(url_for("checkin.show_desk", slug=slug))


@blueprint.post("/manage/<slug>/checkin/walk-ins")
@signed_in
def add_walk_in(slug: str) -> Page:
    """Register somebody at the desk and let them in."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    form = PageForm(WalkInSchema)
    asked = QuestionsOnPage(event, Place.DOOR)
    data = form.read()
    asked.read(form)
    ticket = None
    if data is not None and not form.errors:
        ticket = form.run(lambda: _admit_new(event, data, asked))
    if ticket is None:
        return _desk(event, new=form, asked=asked)
    shown = {"ticket": encode_id(ticket.id), "gate": form.values["gate_id"]}
    return redirect(url_for("checkin.show_desk", slug=slug, **shown))


def _admit_new(event: Any, data: dict[str, Any], asked: QuestionsOnPage) -> Any:
    values = walk_in(data)
    values["attendee"] = replace(values["attendee"], answers=asked.sent)
    return admit_walk_in(actor(), event, **values)


def _desk(
    event: Any,
    *,
    by_hand: PageForm | None = None,
    new: PageForm | None = None,
    asked: QuestionsOnPage | None = None,
) -> tuple[str, int]:
    """Render the page; `by_hand` or `new` is the form that did not go."""
    text = request.values.get("q", "")[:100]
    gates, types = setup.list_gates(event.id), list_ticket_types(event.id)
    found = setup.search_tickets(event.id, text)
    page = render_template(
        "checkin/desk.html",
        event=event,
        printed=printed_among([ticket.id for ticket, _entry in found]),
        last_printer=session.get(LAST_PRINTER),
        **print_choices(event),
        by_hand_errors=by_hand.errors if by_hand else {},
        text=text,
        found=found,
        gate_choices=[(encode_id(one.id), one.name) for one in gates],
        new_client_id=lambda: str(uuid4()),
        walk_in=new or PageForm(WalkInSchema, _start(gates, types)),
        type_choices=[(encode_id(one.id), one.name) for one in types],
        asked=asked or QuestionsOnPage(event, Place.DOOR),
        let_in=_let_in(event),
        tabs=DOOR.tabs(event, slug=event.slug),
    )
    refused = by_hand or new
    return page, refused.status if refused else 200


def _start(gates: Sequence[Any], types: Sequence[Any]) -> dict[str, str]:
    """Return what the form for walk-ins begins with: the gate of the last one, the only choice."""
    start = {"client_key": str(uuid4()), "gate_id": request.args.get("gate", "")}
    for name, choices in (("gate_id", gates), ("ticket_type", types)):
        if len(choices) == 1:
            start[name] = encode_id(choices[0].id)
    return start


def _let_in(event: Any) -> dict[str, str] | None:
    """Return whom the desk has just registered, and where their ticket can be printed.

    Only of somebody who is in: the address of a ticket could be used to cancel it. Whoever looks in
    by break-glass gets no such address: it would outlive the look.
    """
    try:
        ticket = setup.get_ticket(event.id, decode_id(request.args.get("ticket", "")))
    except (ValueError, NotFound):
        return None
    if is_looking_in(actor(), event) or not setup.list_admitted([ticket.id]):
        return None
    return {"name": ticket.name, "pdf": url_for("tickets.ticket_pdf", link=link_of(ticket))}
