"""Pages that copy challenges of earlier events."""

from flask import flash, redirect, url_for
from flask_babel import ngettext

from app.challenges.pages.base import blueprint
from app.challenges.pages.start import begin, gallery
from app.challenges.schemas import CloneEventForm, CloneForm
from app.challenges.services import cloning
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event, get_visible_event, list_managed_events
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.post("/e/<slug>/challenges/clone")
@signed_in
def clone_challenge(slug: str) -> Page:
    """Copy an earlier challenge of one's own."""
    event = get_visible_event(actor(), slug)
    form = PageForm(CloneForm)
    made = form.submit(lambda data: cloning.clone_challenge(actor(), data["challenge_id"], event))
    return gallery(form, event) if made is None else begin(made)


@blueprint.route("/manage/<slug>/challenges/clone", methods=["GET", "POST"])
@signed_in
def clone_event(slug: str) -> Page:
    """Choose an earlier event, and copy its challenges."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.EVENT_MANAGE, event)
    form = PageForm(CloneEventForm)
    made = form.submit(
        lambda data: cloning.clone_event_challenges(
            actor(), get_managed_event(actor(), data["source"]), event
        )
    )
    if made is not None:
        flash(ngettext("%(num)s challenge copied", "%(num)s challenges copied", len(made)), "good")
        return redirect(url_for("challenges.manage_challenges", slug=slug))
    others = [one for one in list_managed_events(actor()) if one.id != event.id]
    return form.render(
        "challenges/clone.html", event=event, events=[(one.slug, one.name) for one in others]
    )
