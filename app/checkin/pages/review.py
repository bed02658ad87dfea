"""What somebody should look into after the rush: doubles and codes that nobody can read."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.checkin.pages.base import blueprint, get_event_for
from app.checkin.queries import review
from app.checkin.schemas import SettleSchema
from app.checkin.services.review import settle_clash
from app.core.permissions import Permission
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import DOOR


@blueprint.get("/manage/<slug>/checkin/review")
@signed_in
def show_review(slug: str) -> Page:
    """Show the badges that came in twice and the codes that nobody can read."""
    return _review(get_event_for(slug, Permission.CHECKIN_MANAGE), PageForm(SettleSchema))


@blueprint.post("/manage/<slug>/checkin/review")
@signed_in
def settle(slug: str) -> Page:
    """Write down what was found of a double."""
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    form = PageForm(SettleSchema)
    if form.submit(lambda data: settle_clash(actor(), event, **data)) is None:
        return _review(event, form)
    flash(_("Written down."), "good")
    return redirect(url_for("checkin.show_review", slug=slug))


def _review(event: Any, form: PageForm) -> tuple[str, int]:
    page = render_template(
        "checkin/review.html",
        event=event,
        clashes=review.list_clashes(event.id),
        quarantined=review.list_quarantined(event.id),
        form=form,
        tabs=DOOR.tabs(event, slug=event.slug),
    )
    return page, form.status
