"""Pages of those who read the answers and ask."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.challenges.queries import get_visible_challenge
from app.core.authz import authorize, can
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.enquiries import queries
from app.enquiries.pages.base import STATES, blueprint, clock_context
from app.enquiries.rules import as_asked
from app.enquiries.schemas import QUESTION_LENGTH, NewEnquiry
from app.enquiries.services import asking, correcting
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.paging import numbered

PER_PAGE = 20


@blueprint.get("/challenges/<id:challenge_id>/questions")
@public
def list_questions(challenge_id: int) -> str:
    """Show what was asked and answered, until when one may ask, and the reader's own questions."""
    challenge = get_visible_challenge(actor(), challenge_id)
    found, turns = numbered(
        lambda limit, offset: queries.list_published(challenge_id, limit, offset), PER_PAGE
    )
    own = queries.list_own(actor(), challenge_id) if actor().is_signed_in else ()
    return render_template(
        "enquiries/list.html",
        challenge=challenge,
        event=challenge.event,
        published=found,
        own=[as_asked(one) for one in own],
        states=STATES,
        may_ask=can(actor(), Permission.CHALLENGE_ASK, challenge),
        may_answer=can(actor(), Permission.ENQUIRY_VIEW, challenge),
        **clock_context(challenge),
        **turns,
    )


@blueprint.route("/challenges/<id:challenge_id>/questions/ask", methods=["GET", "POST"])
@signed_in
def ask(challenge_id: int) -> Page:
    """Take a question."""
    challenge = get_visible_challenge(actor(), challenge_id)
    authorize(actor(), Permission.CHALLENGE_ASK, challenge)
    form = PageForm(NewEnquiry)
    asked = form.submit(
        lambda data: asking.ask(actor(), challenge_id, data["text"], data.get("organisation_id"))
    )
    if asked is not None:
        flash(_("Your question is sent. You are told by mail when it is answered."), "good")
        return redirect(url_for(".list_questions", challenge_id=challenge_id))
    return form.render(
        "enquiries/ask.html",
        challenge=challenge,
        event=challenge.event,
        longest=QUESTION_LENGTH,
        **clock_context(challenge),
    )


@blueprint.post("/challenges/<id:challenge_id>/questions/<id:enquiry_id>/withdraw")
@signed_in
def withdraw_enquiry(challenge_id: int, enquiry_id: int) -> Response:
    """Take a question back that nobody has answered."""
    if queries.get_own(actor(), enquiry_id).challenge_id != challenge_id:
        raise NotFound
    attempt(
        lambda: correcting.withdraw_enquiry(actor(), enquiry_id), _("Your question is taken back")
    )
    return redirect(url_for(".list_questions", challenge_id=challenge_id))
