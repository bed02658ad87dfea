"""Proposals for programs."""

from functools import partial
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from app.core import clock
from app.core.authz import authorize
from app.core.content import PDF
from app.core.errors import NotFound
from app.core.files import Placed, place
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.proposals import queries, schemas
from app.proposals.policies import is_inside
from app.proposals.presentation import receipt_pdf
from app.proposals.rules import shown_state
from app.proposals.services import consortium, exporting, judging, submitting, writing
from app.web.downloads import send_made, send_stored
from app.web.guards import about_events, actor, token, writes, writes_after
from app.web.openapi import no_content
from app.web.paging import PageQuery, page_of
from app.web.work_api import WorkOut
from config import LANGUAGES

blueprint = Blueprint("proposals-api", __name__, description="Proposals to challenges")
about_events(blueprint.name)


@blueprint.route("/proposals", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.ProposalPage)
@token
def list_proposals(query: dict[str, Any]) -> dict[str, Any]:
    """List the proposals of your organisations."""
    return page_of(query, partial(queries.list_own_after, actor()), _listed)


@blueprint.route("/proposals/standing", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.StandingPage)
@token
def list_standing(query: dict[str, Any]) -> dict[str, Any]:
    """Tell where the proposals of your organisations stand and what comes next."""
    return page_of(query, partial(queries.list_standing_after, actor(), clock.now()))


@blueprint.route("/events/<slug>/proposals", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.ProposalPage)
@token
def list_event_proposals(query: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the submitted proposals of an event that you run."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.EVENT_MANAGE, event)
    return page_of(
        query, partial(queries.list_on_board_after, event, queries.sight_of(actor(), event))
    )


@blueprint.route("/challenges/<id:challenge_id>/proposals/exports", methods=["POST"])
@blueprint.response(201, WorkOut)
@token
@writes
def export_proposals(challenge_id: int) -> Any:
    """Have the proposals to a challenge that you may read packed into one archive."""
    return exporting.start_export(actor(), challenge_id)


@blueprint.route("/challenges/<id:challenge_id>/proposals", methods=["POST"])
@blueprint.arguments(schemas.StartProposal)
@blueprint.response(201, schemas.ProposalSchema)
@token
@writes
def start_proposal(data: dict[str, Any], challenge_id: int) -> dict[str, Any]:
    """Start a proposal for one of your organisations."""
    return _seen(writing.start_proposal(actor(), challenge_id, data.get("organisation_id")))


@blueprint.route("/proposals/<id:proposal_id>", methods=["GET"])
@blueprint.response(200, schemas.ProposalSchema)
@token
def get_proposal(proposal_id: int) -> dict[str, Any]:
    """Get a proposal."""
    proposal = queries.get_proposal(proposal_id)
    authorize(actor(), Permission.PROPOSAL_VIEW, proposal)
    return _seen(proposal)


@blueprint.route("/proposals/<id:proposal_id>", methods=["PATCH"])
@blueprint.arguments(schemas.ProposalDraft)
@blueprint.response(200, schemas.ProposalSchema)
@token
@writes
def save_proposal(data: dict[str, Any], proposal_id: int) -> dict[str, Any]:
    """Change a proposal while its challenge is open; `version` says which version you read."""
    version = data.pop("version")
    return _seen(writing.save_proposal(actor(), proposal_id, version=version, values=data))


@blueprint.route("/proposals/<id:proposal_id>/applicant-file", methods=["POST"])
@blueprint.arguments(schemas.TakenVersion)
@blueprint.response(200, schemas.ProposalSchema)
@token
@writes
def take_applicant_file(data: dict[str, Any], proposal_id: int) -> dict[str, Any]:
    """Take over what your organisation's applicant file says now."""
    return _seen(writing.take_applicant_file(actor(), proposal_id, version=data.get("version")))


def _placed_upload() -> Placed | None:
    """Return the sent file, looked at and written; None where none came, which is refused."""
    upload = request.files.get("file")
    if upload is None:
        return None
    content = upload.stream.read(writing.MAX_FILE_BYTES + 1)
    return place(writing.check_upload(content, upload.filename or "file"))


@blueprint.route("/proposals/<id:proposal_id>/files", methods=["POST"])
@blueprint.arguments(schemas.UploadedFile, location="files")
@blueprint.response(201, schemas.FileSchema)
@token
@writes_after(_placed_upload)
def add_file(placed: Placed, _sent: dict[str, Any], proposal_id: int) -> Any:
    """Add a PDF, DOCX, XLSX, PPTX, PNG or JPEG file of at most 10 MB."""
    return writing.add_file(actor(), proposal_id, placed)


@blueprint.route("/proposals/<id:proposal_id>/files/<id:file_id>", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
@token
def get_file(proposal_id: int, file_id: int) -> Response:
    """Download a file of a proposal."""
    return send_stored(queries.get_file(actor(), proposal_id, file_id))


@blueprint.route("/proposals/<id:proposal_id>/files/<id:file_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_file(proposal_id: int, file_id: int) -> Response:
    """Take a file out of a proposal."""
    writing.remove_file(actor(), proposal_id, file_id)
    return no_content()


@blueprint.route("/proposals/<id:proposal_id>/submit", methods=["POST"])
@blueprint.arguments(schemas.Submit)
@blueprint.response(201, schemas.ReceiptSchema)
@token
@writes
def submit_proposal(data: dict[str, Any], proposal_id: int) -> Any:
    """Hand a proposal in and get the receipt; the same content again gives the same receipt."""
    return submitting.submit_proposal(actor(), proposal_id, **data)


@blueprint.route("/proposals/<id:proposal_id>/receipt", methods=["GET"])
@blueprint.response(200, schemas.ReceiptSchema)
@token
def get_receipt(proposal_id: int) -> Any:
    """Get the receipt of the version that counts."""
    proposal = queries.get_visible_proposal(actor(), proposal_id)
    return queries.get_submission(actor(), proposal)


@blueprint.route("/proposals/<id:proposal_id>/receipt.pdf", methods=["GET"])
@blueprint.response(200, content_type=PDF)
@token
def get_printed_receipt(proposal_id: int) -> Response:
    """Get the receipt of the version that counts as a PDF."""
    proposal = queries.get_visible_proposal(actor(), proposal_id)
    submission = queries.get_submission(actor(), proposal)
    made = receipt_pdf(submission, LANGUAGES[0])
    return send_made(made, f"receipt-version-{submission.number}.pdf", PDF)


@blueprint.route("/proposals/<id:proposal_id>/withdraw", methods=["POST"])
@blueprint.arguments(schemas.Withdrawal)
@blueprint.response(200, schemas.ProposalSchema)
@token
@writes
def withdraw_proposal(data: dict[str, Any], proposal_id: int) -> dict[str, Any]:
    """Take a proposal back."""
    return _seen(submitting.withdraw_proposal(actor(), proposal_id, data["reason"]))


@blueprint.route("/proposals/<id:proposal_id>/reopen", methods=["POST"])
@blueprint.response(200, schemas.ProposalSchema)
@token
@writes
def reopen_proposal(proposal_id: int) -> dict[str, Any]:
    """Take a withdrawn proposal up again while the challenge is open."""
    return _seen(submitting.reopen_proposal(actor(), proposal_id))


@blueprint.route("/proposals/<id:proposal_id>/screen", methods=["POST"])
@blueprint.arguments(schemas.Screening)
@blueprint.response(200, schemas.ProposalSchema)
@token
@writes
def screen_proposal(data: dict[str, Any], proposal_id: int) -> dict[str, Any]:
    """Find a proposal eligible or not."""
    reason = data.get("reason") or ""
    return _seen(judging.screen_proposal(actor(), proposal_id, data["state"], reason))


@blueprint.route("/proposals/<id:proposal_id>/partners", methods=["GET"])
@blueprint.response(200, schemas.ConsortiumPartnerOut(many=True))
@token
def list_partners(proposal_id: int) -> Any:
    """List the partners of a proposal of yours, those who were asked too."""
    proposal = queries.get_visible_proposal(actor(), proposal_id)
    if not is_inside(actor(), proposal):
        raise NotFound
    return proposal.consortium


@blueprint.route("/proposals/<id:proposal_id>/partners", methods=["POST"])
@blueprint.arguments(schemas.ConsortiumPartnerForm)
@blueprint.response(201, schemas.ConsortiumPartnerOut)
@token
@writes
def name_partner(data: dict[str, Any], proposal_id: int) -> Any:
    """Name an organisation as a partner of a proposal and ask an address of it by mail."""
    return consortium.name_partner(actor(), proposal_id, **data)


@blueprint.route("/proposals/<id:proposal_id>/partners/<id:ally_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_partner(proposal_id: int, ally_id: int) -> Response:
    """Take a partner out of a proposal, or let your own organisation step back."""
    consortium.remove_partner(actor(), proposal_id, ally_id)
    return no_content()


def _seen(proposal: Any) -> dict[str, Any]:
    """Return a proposal as the actor may see it: authors and others learn outcomes when told."""
    hides = queries.hides_outcome(actor(), proposal)
    shown = queries.get_as_read(actor(), proposal)
    values = {name: getattr(shown, name, None) for name in schemas.ProposalSchema().fields}
    state = shown_state(proposal) if hides and is_inside(actor(), proposal) else shown.state
    is_open_reason = not hides or proposal.state in ("ineligible", "withdrawn")
    return {
        **values,
        "files": queries.list_files(shown),
        "state": state,
        "reason": proposal.state_reason if is_open_reason else "",
        "feedback": "" if hides else proposal.feedback,
    }


def _listed(proposal: Any) -> dict[str, Any]:
    """Return one of the actor's own proposals as a list shows it."""
    names = schemas.ProposalSummary().fields
    values = {name: getattr(proposal, name) for name in names}
    return values | {"state": shown_state(proposal)}
