"""The applicant's pages: the letter, the same on paper, and the reply to it."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.authz import authorize, can
from app.core.permissions import Permission
from app.feedback import presentation, schemas
from app.feedback.pages.base import KINDS, blueprint
from app.feedback.queries.certificates import find_certificate
from app.feedback.queries.letters import get_told_letter
from app.feedback.queries.papers import certificate_papers, letter_papers
from app.feedback.services import replying
from app.proposals.queries import get_visible_proposal
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.papers import asked_edition, send_paper


@blueprint.get("/proposals/<id:told_id>/feedback")
@signed_in
def read_letter(told_id: int) -> Page:
    """Show what the authors were told, and where their reply stands."""
    told = _told(told_id)
    return _page(told, PageForm(schemas.OutcomeReplyForm))


@blueprint.post("/proposals/<id:told_id>/feedback")
@signed_in
def send_reply(told_id: int) -> Page:
    """Take the one reply or appeal."""
    told = _told(told_id)
    authorize(actor(), Permission.FEEDBACK_REPLY, told.proposal)
    form = PageForm(schemas.OutcomeReplyForm)
    sent = form.submit(lambda data: replying.send_reply(actor(), told_id, **data))
    if sent is not None:
        flash(_("Sent. Somebody who did not judge your proposal reads it and answers."), "good")
        return redirect(url_for(".read_letter", told_id=told_id))
    return _page(told, form)


@blueprint.get("/proposals/<id:told_id>/feedback.pdf")
@signed_in
def download_letter(told_id: int) -> Response:
    """Download the letter as a PDF."""
    letter = get_told_letter(_told(told_id).proposal)
    return send_paper(letter_papers(letter), asked_edition())


def _told(proposal_id: int) -> presentation.ToldLetter:
    proposal = get_visible_proposal(actor(), proposal_id)
    authorize(actor(), Permission.FEEDBACK_VIEW, proposal)
    return presentation.told_letter(proposal, get_told_letter(proposal))


def _page(told: Any, form: PageForm) -> Page:
    proposal = told.proposal
    certificate = find_certificate(proposal.id)
    is_open = told.reply is None and clock.now() <= told.reply_until
    return form.render(
        "feedback/read.html",
        told=told,
        proposal=proposal,
        event=proposal.challenge.event,
        kinds=list(KINDS.items()),
        may_reply=is_open and can(actor(), Permission.FEEDBACK_REPLY, proposal),
        papers=letter_papers(get_told_letter(proposal)),
        certificate=certificate,
        certificates=certificate_papers(certificate) if certificate else (),
    )
