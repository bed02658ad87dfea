"""The organiser's way to let a trainee judge beside a member, and what both then read."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.ids import encode_id
from app.juries import schemas
from app.juries.pages.frame import blueprint
from app.juries.queries import pairing as queries
from app.juries.queries import panel
from app.juries.rules.roles import JurorRole
from app.juries.services import pairing as services
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes


def pairing_of(juror: Any) -> dict[str, Any]:
    """Return what the page of a trainee shows of whom she judges beside; of others nothing."""
    if juror.role != JurorRole.TRAINEE:
        return {"pairing": None, "members": []}
    members = queries.list_members(juror.event_id)
    return {
        "pairing": queries.find_pairing(juror),
        "members": [(encode_id(one.id), one.person.name) for one in members],
    }


@blueprint.post("/manage/<slug>/jury/jurors/<id:juror_id>/pairing")
@signed_in
def pair_trainee(slug: str, juror_id: int) -> Page:
    """Let a trainee judge beside a member."""
    event = panel.get_jury_event(actor(), slug)
    form = PageForm(schemas.PairingIn)
    if form.submit(lambda data: services.pair_trainee(actor(), event, juror_id, **data)):
        flash(_("The trainee judges beside the member now."), "good")
    else:
        flash(" ".join(word for words in form.errors.values() for word in words), "bad")
    return redirect(url_for("juries.change_juror", slug=slug, juror_id=juror_id))


@blueprint.post("/manage/<slug>/jury/jurors/<id:juror_id>/pairing/end")
@signed_in
@writes
def end_pairing(slug: str, juror_id: int) -> Page:
    """Let a trainee judge beside nobody."""
    services.end_pairing(actor(), panel.get_jury_event(actor(), slug), juror_id)
    flash(_("The trainee judges beside nobody now. What they wrote stays."), "good")
    return redirect(url_for("juries.change_juror", slug=slug, juror_id=juror_id))
