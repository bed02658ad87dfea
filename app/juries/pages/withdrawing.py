"""The page on which an organiser takes a conflict of interest back."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.errors import Forbidden
from app.juries import schemas
from app.juries.pages.frame import KINDS, SOURCES, blueprint
from app.juries.queries import panel, register
from app.juries.rules.conflicts import why_not_withdrawn
from app.juries.services.withdrawing import withdraw_conflict as take_back
from app.proposals.queries import closed_to, refuse_tied
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.route(
    "/manage/<slug>/jury/<id:challenge_id>/conflicts/<id:conflict_id>/withdraw",
    methods=["GET", "POST"],
)
@signed_in
def withdraw_conflict(slug: str, challenge_id: int, conflict_id: int) -> Page:
    """Take back what somebody else declared, and say why."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    refuse_tied(actor(), [challenge.id])
    conflict = register.get_conflict(challenge, closed_to(actor(), event.id), conflict_id)
    if code := why_not_withdrawn(conflict, actor().person_id):
        raise Forbidden(code)
    gives_back = bool(conflict.ended)
    form = PageForm(schemas.ConflictGrounds)
    if form.submit(lambda data: take_back(actor(), challenge, conflict_id, **data)) is not None:
        words = _("Taken back. The juror has the proposal again.")
        flash(words if gives_back else _("Taken back. The record of it stays."), "good")
        return redirect(url_for("juries.view_assignments", slug=slug, challenge_id=challenge_id))
    return form.render(
        "juries/withdraw_conflict.html",
        event=event,
        challenge=challenge,
        conflict=conflict,
        gives_back=gives_back,
        kind=KINDS.get(conflict.kind, conflict.kind),
        source=SOURCES.get(conflict.source, conflict.source),
    )
