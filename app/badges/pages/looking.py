"""How badges look: decided on one page, beside the badges of the shortest and the longest name."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from app.badges import queries, services
from app.badges.pages.base import blueprint, framed, holding_frames, managed
from app.badges.presentation import draw
from app.badges.rules.looks import Look
from app.badges.rules.sheets import SheetFormat
from app.badges.schemas import LookForm, look_in
from app.core.permissions import Permission
from app.events.policies import fence
from app.tickets.queries import count_valid
from app.web.downloads import show_pdf
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

LOOK = "/manage/<slug>/badges/look"


@blueprint.route(LOOK, methods=["GET", "POST"])
@signed_in
def change_look(slug: str) -> Page | Response:
    """Decide how badges look, and see it."""
    event = managed(slug, Permission.TICKET_MANAGE)
    look = queries.look_of(event.id)
    audiences = queries.list_audiences(event.id)
    form = PageForm(LookForm, _values(look, audiences))
    done = form.submit(lambda data: services.change_look(actor(), event, look_in(data)))
    if done is not None:
        flash(_("Saved. Badges that are printed from now on look like this."), "good")
        return redirect(url_for("badges.change_look", slug=slug))
    page = render_template(
        "badges/look.html",
        form=form,
        event=event,
        audiences=audiences,
        has_people=count_valid(event.id, fence(actor(), event)) > 0,
        tabs=TICKETS.tabs(event, slug=event.slug),
    )
    return holding_frames(make_response(page, form.status))


def _values(look: Look, audiences: list[str]) -> dict[str, Any]:
    """Return what the form begins with: the colours of those for whom there are tickets."""
    return {
        "colours": [{"audience": one, "colour": look.colour_of(one)} for one in audiences],
        "shows_organisation": look.shows_organisation,
        "shows_logo": look.shows_logo,
        "motto": look.motto,
    }


@blueprint.get(f"{LOOK}/preview.pdf")
@signed_in
def preview_look(slug: str) -> Response:
    """Draw the badges of the shortest and the longest name as the address says, or as they are."""
    event = managed(slug, Permission.TICKET_MANAGE)
    look = _asked_for() or queries.look_of(event.id)
    made = draw(event, services.samples(actor(), event), SheetFormat.A6, look=look)
    name = f"look-{event.slug}.pdf"
    return framed(made, name) if "framed" in request.args else show_pdf(made, name)


def _asked_for() -> Look | None:
    """Return the look that the address describes, if it does."""
    if "motto" not in request.args:
        return None
    schema = LookForm()
    try:
        return look_in(schema.load(form_values(schema, request.args)))
    except ValidationError:
        return None
