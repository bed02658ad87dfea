"""Pages of those who answer: the owner's people and the organisers."""

from collections.abc import Collection
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.challenges.queries import get_challenge
from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.enquiries import queries
from app.enquiries.pages.base import AUDIENCES, STATES, blueprint, clock_context
from app.enquiries.rules import UNDONE, Audience, EnquiryState, find_contacts, find_names
from app.enquiries.schemas import ANSWER_LENGTH, QUESTION_LENGTH, AnswerCorrection, EnquiryReply
from app.enquiries.services import asking, correcting
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered


@blueprint.get("/challenges/<id:challenge_id>/questions/waiting")
@signed_in
def list_waiting(challenge_id: int) -> str:
    """Show what waits for an answer or for publication, with the clock."""
    challenge = get_challenge(challenge_id)
    authorize(actor(), Permission.ENQUIRY_VIEW, challenge)
    found, turns = numbered(lambda limit, offset: queries.list_undone(challenge_id, limit, offset))
    return render_template(
        "enquiries/waiting.html",
        challenge=challenge,
        event=challenge.event,
        enquiries=found,
        answered=queries.count_answered(challenge_id),
        states=STATES,
        **clock_context(challenge),
        **turns,
    )


@blueprint.route("/challenges/<id:challenge_id>/questions/<id:enquiry_id>", methods=["GET", "POST"])
@signed_in
def answer_enquiry(challenge_id: int, enquiry_id: int) -> Page:
    """Answer a question, to all or to the asker alone."""
    enquiry = _in_state(challenge_id, enquiry_id, UNDONE)
    form = PageForm(EnquiryReply, _start(enquiry))
    answered = form.submit(lambda data: _answer(enquiry_id, data))
    if answered is not None:
        flash(_told(answered), "good")
        return redirect(url_for(".list_waiting", challenge_id=challenge_id))
    return form.render(
        "enquiries/answer.html",
        enquiry=enquiry,
        challenge=enquiry.challenge,
        event=enquiry.challenge.event,
        audiences=list(AUDIENCES.items()),
        warnings=_personal_words(enquiry),
        longest={"text": QUESTION_LENGTH, "answer": ANSWER_LENGTH},
        **clock_context(enquiry.challenge),
    )


@blueprint.route(
    "/challenges/<id:challenge_id>/questions/<id:enquiry_id>/correct", methods=["GET", "POST"]
)
@signed_in
def correct_answer(challenge_id: int, enquiry_id: int) -> Page:
    """Correct an answer that is public."""
    enquiry = _in_state(challenge_id, enquiry_id, (EnquiryState.PUBLISHED,))
    form = PageForm(AnswerCorrection, {"answer": enquiry.answer, "version": enquiry.version})
    corrected = form.submit(lambda data: correcting.correct_answer(actor(), enquiry_id, **data))
    if corrected is not None:
        flash(_("The answer is corrected. All who read the challenge are told."), "good")
        return redirect(url_for(".list_questions", challenge_id=challenge_id))
    return form.render(
        "enquiries/correct.html",
        enquiry=enquiry,
        challenge=enquiry.challenge,
        event=enquiry.challenge.event,
        longest=ANSWER_LENGTH,
    )


@blueprint.post("/challenges/<id:challenge_id>/questions/publish")
@signed_in
def publish_answers(challenge_id: int) -> Response:
    """Publish the answers that wait."""
    attempt(lambda: asking.publish_answers(actor(), challenge_id), _published)
    return redirect(url_for(".list_waiting", challenge_id=challenge_id))


def _published(count: int) -> str:
    return ngettext("%(num)s answer is public now", "%(num)s answers are public now", count)


def _in_state(challenge_id: int, enquiry_id: int, states: Collection[EnquiryState]) -> Any:
    enquiry = queries.get_enquiry(actor(), enquiry_id)
    if enquiry.challenge_id != challenge_id or enquiry.state not in states:
        raise NotFound
    return enquiry


def _start(enquiry: Any) -> dict[str, Any]:
    values = {"text": enquiry.text, "answer": enquiry.answer, "version": enquiry.version}
    return {**values, "audience": Audience.ALL, "reason": None}


def _answer(enquiry_id: int, data: dict[str, Any]) -> Any:
    version = data.pop("version")
    return asking.answer_enquiry(actor(), enquiry_id, asking.Reply(**data), version=version)


def _told(enquiry: Any) -> str:
    if enquiry.state == "private":
        return _("Answered to whoever asked")
    return _("Answered. It waits to be published with the others.")


def _personal_words(enquiry: Any) -> list[str]:
    """Return the words of the question that must not be published."""
    asker = enquiry.asked_by
    names = [asker.name, asker.family_name, asker.email, enquiry.organisation.name]
    found = find_names(enquiry.asked_text, names) + find_contacts(enquiry.asked_text)
    return list(dict.fromkeys(found))
