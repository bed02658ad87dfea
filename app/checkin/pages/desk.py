"""The desk: find people by name and let them in by hand."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.checkin.pages.base import blueprint, get_event_for, tabs
from app.checkin.queries import setup
from app.checkin.schemas import ByHandSchema
from app.checkin.services.desk import admit_by_hand
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.web.forms import PageForm
from app.web.guards import actor, signed_in

Page = tuple[str, int] | str | Response


@blueprint.get("/manage/<slug>/checkin/desk")
@signed_in
def show_desk(slug: str) -> Page:
    """Show the search and whom it finds."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    return _desk(event, PageForm(ByHandSchema))


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
        return _desk(event, form)
    flash(_("Let in and written down."), "good")
    return redirect(url_for("checkin.show_desk", slug=slug))


def _desk(event: Any, form: PageForm) -> tuple[str, int]:
    text = request.values.get("q", "")[:100]
    gates = setup.list_gates(event.id)
    page = render_template(
        "checkin/desk.html",
        event=event,
        form=form,
        text=text,
        found=setup.search_tickets(event.id, text),
        gate_choices=[(encode_id(gate.id), gate.name) for gate in gates],
        new_client_id=lambda: str(uuid4()),
        tabs=tabs(event, "show_desk"),
    )
    return page, form.status
