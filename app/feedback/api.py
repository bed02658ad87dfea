"""Letters, replies and certificates for programs."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.content import PDF
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.feedback import presentation, schemas
from app.feedback.queries import certificates, letters
from app.feedback.queries import replying as reply_queries
from app.feedback.queries.papers import certificate_papers, letter_papers
from app.feedback.services import letters as letter_services
from app.feedback.services import replying
from app.juries.queries import panel
from app.proposals.queries import get_visible_proposal, refuse_tied
from app.web.guards import about_events, actor, public, token, writes
from app.web.paging import PageQuery, page_of
from app.web.papers import EditionQuery, send_paper

blueprint = Blueprint("feedback-api", __name__, description="Letters, replies and certificates")
about_events(blueprint.name)


@blueprint.route("/events/<slug>/feedback", methods=["GET"])
@blueprint.response(200, schemas.LettersArranged)
@token
def get_arrangement(slug: str) -> dict[str, Any]:
    """Get the reasons that letters may give, and for how many days replies are taken."""
    return _arrangement(panel.get_jury_event(actor(), slug))


@blueprint.route("/events/<slug>/feedback", methods=["PUT"])
@blueprint.arguments(schemas.LettersIn)
@blueprint.response(200, schemas.LettersArranged)
@token
@writes
def arrange_feedback(data: dict[str, Any], slug: str) -> dict[str, Any]:
    """Set them; without a reason the usual ones are offered."""
    event = panel.get_jury_event(actor(), slug)
    letter_services.arrange_feedback(actor(), event, **data)
    return _arrangement(event)


def _arrangement(event: Any) -> dict[str, Any]:
    words = [text for _key, text in presentation.offered_reasons(event)]
    return {"reply_days": letters.reply_days_of(event.id), "reasons": words}


@blueprint.route("/challenges/<id:challenge_id>/letters", methods=["GET"])
@blueprint.response(200, schemas.LetterDraftList)
@token
def list_letters(challenge_id: int) -> dict[str, Any]:
    """List the letters of a challenge as they stand, with what leaks from each."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    refuse_tied(actor(), [challenge.id])
    return {"items": letters.list_drafts(challenge)}


@blueprint.route("/proposals/<id:proposal_id>/letter", methods=["PUT"])
@blueprint.arguments(schemas.LetterForm)
@blueprint.response(200, schemas.LetterDraft)
@token
@writes
def put_letter(data: dict[str, Any], proposal_id: int) -> Any:
    """Word the letter about a proposal that was decided and not told yet."""
    return letter_services.save_letter(actor(), proposal_id, **data)


@blueprint.route("/proposals/<id:told_id>/feedback", methods=["GET"])
@blueprint.response(200, schemas.OutcomeFeedback)
@token
def get_feedback(told_id: int) -> dict[str, Any]:
    """Get what the authors of a proposal were told, and their reply to it."""
    told = _told(told_id)
    names = ("proposal_id", "outcome", "feedback", "levels", "reasons", "told_at", "reply_until")
    reply = presentation.reply_out(told.reply) if told.reply else None
    certificate = certificates.find_certificate(told_id)
    return {name: getattr(told, name) for name in names} | {
        "reply": reply,
        "papers": letter_papers(letters.get_told_letter(told.proposal)),
        "certificates": certificate_papers(certificate) if certificate else (),
    }


@blueprint.route("/proposals/<id:told_id>/feedback.pdf", methods=["GET"])
@blueprint.arguments(EditionQuery, location="query")
@blueprint.response(200, content_type=PDF)
@token
def get_printed_letter(query: dict[str, Any], told_id: int) -> Response:
    """Get an edition of the same as a PDF, as it was made and kept."""
    letter = letters.get_told_letter(_told(told_id).proposal)
    return send_paper(letter_papers(letter), query["edition"])


def _told(proposal_id: int) -> presentation.ToldLetter:
    proposal = get_visible_proposal(actor(), proposal_id)
    authorize(actor(), Permission.FEEDBACK_VIEW, proposal)
    return presentation.told_letter(proposal, letters.get_told_letter(proposal))


@blueprint.route("/proposals/<id:told_id>/outcome-reply", methods=["POST"])
@blueprint.arguments(schemas.OutcomeReplyForm)
@blueprint.response(201, schemas.OutcomeReplyOut)
@token
@writes
def send_reply(data: dict[str, Any], told_id: int) -> dict[str, Any]:
    """Reply to the outcome of your proposal, or appeal: once, within the time."""
    return presentation.reply_out(replying.send_reply(actor(), told_id, **data))


@blueprint.route("/challenges/<id:challenge_id>/outcome-replies", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.OutcomeReplyPage)
@token
def list_replies(query: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """List what authors replied to the outcomes of a challenge."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    refuse_tied(actor(), [challenge.id])
    page = page_of(query, lambda after, limit: reply_queries.list_after(challenge, after, limit))
    return page | {"items": [presentation.reply_out(one) for one in page["items"]]}


@blueprint.route("/outcome-replies/<id:reply_id>", methods=["GET"])
@blueprint.response(200, schemas.RoutedReply)
@token
def get_reply(reply_id: int) -> dict[str, Any]:
    """Get a reply that you route or answer."""
    return presentation.reply_out(reply_queries.get_reply(actor(), reply_id))


@blueprint.route("/outcome-replies/<id:reply_id>/candidates", methods=["GET"])
@blueprint.response(200, schemas.ReaderCandidateList)
@token
def list_candidates(reply_id: int) -> dict[str, Any]:
    """List who might answer a reply, and what speaks against each."""
    reply = reply_queries.get_reply(actor(), reply_id)
    authorize(actor(), Permission.REPLY_ROUTE, reply)
    refuse_tied(actor(), [reply.challenge.id])
    return {"items": reply_queries.list_candidates(reply.challenge.event, reply.proposal)}


@blueprint.route("/outcome-replies/<id:reply_id>/reader", methods=["PUT"])
@blueprint.arguments(schemas.ReaderForm)
@blueprint.response(200, schemas.RoutedReply)
@token
@writes
def route_reply(data: dict[str, Any], reply_id: int) -> dict[str, Any]:
    """Give a reply to somebody to answer who neither judged the proposal nor has a tie to it."""
    return presentation.reply_out(replying.route_reply(actor(), reply_id, **data))


@blueprint.route("/outcome-replies/<id:reply_id>/answer", methods=["POST"])
@blueprint.arguments(schemas.SettleForm)
@blueprint.response(200, schemas.RoutedReply)
@token
@writes
def answer_reply(data: dict[str, Any], reply_id: int) -> dict[str, Any]:
    """Answer a reply that was given to you, once."""
    return presentation.reply_out(replying.answer_reply(actor(), reply_id, **data))


@blueprint.route("/proposals/<id:told_id>/certificate.pdf", methods=["GET"])
@blueprint.arguments(EditionQuery, location="query")
@blueprint.response(200, content_type=PDF)
@token
def get_certificate(query: dict[str, Any], told_id: int) -> Response:
    """Get an edition of the certificate of your proposal as a PDF, as it was made and kept."""
    proposal = get_visible_proposal(actor(), told_id)
    authorize(actor(), Permission.FEEDBACK_VIEW, proposal)
    found = certificates.get_certificate(told_id)
    return send_paper(certificate_papers(found), query["edition"])


@blueprint.route("/certificates/<code>", methods=["GET"])
@blueprint.response(200, schemas.CertificateSchema)
@public
def check_certificate(code: str) -> Any:
    """Say what a certificate was issued for; anybody may ask."""
    found = certificates.find_by_code(code)
    if found is None:
        raise NotFound
    return found
