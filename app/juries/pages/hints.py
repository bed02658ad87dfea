"""The page on which organisers say what a suggested conflict of interest is."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.juries import schemas
from app.juries.messages import EVIDENCE, HINTS
from app.juries.pages.frame import blueprint
from app.juries.queries import hints, panel
from app.juries.rules.hints import Answer
from app.juries.services.hints import answer_suggestion
from app.proposals.queries import closed_to, refuse_tied
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.app_template_filter("hint_words")
def hint_words(sign: str) -> str:
    """Return in words what may tie a juror to a proposal."""
    return str(HINTS.get(sign, sign))


@blueprint.app_template_filter("evidence_words")
def evidence_words(code: str) -> str:
    """Return in words what a hint rests on."""
    return str(EVIDENCE.get(code, code))


@blueprint.route(
    "/manage/<slug>/jury/<id:challenge_id>/suggestions/<id:conflict_suggestion_id>",
    methods=["GET", "POST"],
)
@signed_in
def answer_conflict_suggestion(slug: str, challenge_id: int, conflict_suggestion_id: int) -> Page:
    """Confirm or dismiss what may be a conflict of interest."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    refuse_tied(actor(), [challenge.id])
    closed = closed_to(actor(), event.id)
    suggestion = hints.get_suggestion(challenge, closed, conflict_suggestion_id)
    form = PageForm(schemas.SuggestionAnswer)
    answered = form.submit(
        lambda data: answer_suggestion(actor(), challenge, conflict_suggestion_id, **data)
    )
    if answered is not None:
        is_conflict = answered.state == "confirmed"
        flash(_("The conflict is in the register") if is_conflict else _("Dismissed"), "good")
        return redirect(url_for("juries.view_assignments", slug=slug, challenge_id=challenge_id))
    return form.render(
        "juries/suggestion.html",
        event=event,
        challenge=challenge,
        suggestion=suggestion,
        answers=[
            (Answer.CONFIRM, _("It is a conflict: the juror must not judge this proposal")),
            (Answer.DISMISS, _("It is none: never ask again about this sign and this pair")),
        ],
    )
