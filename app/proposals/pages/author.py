"""Pages of a proposal's authors, and the proposal as everybody may read it who may read it."""

from functools import partial
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app.challenges.queries import find_calling_off
from app.core import clock
from app.core.authz import can
from app.core.content import PDF
from app.core.permissions import Permission
from app.identity.queries import list_organisations_of
from app.identity.rules import OrganisationKind
from app.proposals import queries
from app.proposals.pages.base import STATES, blueprint, eligibility_of
from app.proposals.policies import is_author, is_inside
from app.proposals.presentation import receipt_pdf
from app.proposals.rules import (
    SCREENABLE,
    content_text,
    is_editable,
    is_past_deadline,
    may_withdraw,
    shown_state,
)
from app.proposals.schemas import Withdrawal
from app.proposals.services import submitting
from app.web.downloads import send_made, send_stored
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes
from app.web.paging import numbered

PER_PAGE, MOST_JOINED = 20, 50


@blueprint.get("/proposals")
@signed_in
def list_own_proposals() -> str:
    """Show where the proposals of the actor's organisations stand, and what comes next."""
    now = clock.now()
    found, turns = numbered(partial(queries.list_standing, actor(), now), PER_PAGE)
    joined = queries.list_standing(actor(), now, MOST_JOINED, 0, joined=True)
    files = [one for one in list_organisations_of(actor()) if one.kind != OrganisationKind.CLUSTER]
    return render_template(
        "proposals/mine.html", proposals=found, joined=joined, turns=turns, organisations=files
    )


@blueprint.get("/proposals/<id:proposal_id>")
@signed_in
def view_proposal(proposal_id: int) -> str:
    """Show a proposal with what became of it."""
    proposal = queries.get_visible_proposal(actor(), proposal_id)
    own, now = is_author(actor(), proposal), clock.now()
    editable = own and is_editable(proposal, now)
    shown = queries.get_as_read(actor(), proposal)
    # What is judged of a closed proposal is what was handed in, for its authors too.
    judged = None if editable else queries.find_submitted(proposal)
    return render_template(
        "proposals/view.html",
        proposal=shown,
        challenge=proposal.challenge,
        event=proposal.challenge.event,
        own=own,
        inside=is_inside(actor(), proposal),
        together=queries.list_together(proposal),
        state=shown_state(proposal) if is_inside(actor(), proposal) else shown.state,
        is_told=not queries.hides_outcome(actor(), proposal),
        questions=queries.questions_of(shown),
        files=queries.list_files(shown),
        submissions=queries.list_readable_submissions(actor(), proposal),
        eligibility=eligibility_of(judged or proposal, own=own),
        editable=editable,
        editable_by_lead=is_editable(proposal, now),
        screenable=_may_screen(proposal),
        withdrawable=own and may_withdraw(proposal, now),
        is_late=is_past_deadline(proposal.challenge, now),
        called_off=find_calling_off(proposal.challenge) if own else None,
        has_other=editable and queries.has_other_applicant(proposal),
        has_unsent=editable and submitting.has_unsent_changes(proposal),
        names=STATES,
    )


def _may_screen(proposal: Any) -> bool:
    """Whether the reader screens it: organisers do, but none to whom it is closed."""
    may = proposal.state in SCREENABLE and can(actor(), Permission.PROPOSAL_SCREEN, proposal)
    return may and not queries.is_closed(actor(), proposal.id)


@blueprint.get("/proposals/<id:proposal_id>/receipt")
@signed_in
def view_receipt(proposal_id: int) -> str:
    """Show the proof of a submission, and how to check it."""
    proposal = queries.get_visible_proposal(actor(), proposal_id)
    return render_template(
        "proposals/receipt.html",
        proposal=queries.get_as_read(actor(), proposal),
        challenge=proposal.challenge,
        event=proposal.challenge.event,
        submission=queries.get_submission(actor(), proposal),
        versions=queries.list_readable_submissions(actor(), proposal),
        editable=is_author(actor(), proposal) and is_editable(proposal, clock.now()),
    )


@blueprint.get("/proposals/<id:proposal_id>/receipt/<int:number>.json")
@signed_in
def download_content(proposal_id: int, number: int) -> Response:
    """Download a version exactly as it was hashed."""
    proposal = queries.get_visible_proposal(actor(), proposal_id)
    submission = queries.get_submission(actor(), proposal, number)
    response = Response(content_text(submission.content), mimetype="application/json")
    name = f"proposal-version-{number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/proposals/<id:proposal_id>/receipt/<int:number>.pdf")
@signed_in
def download_receipt(proposal_id: int, number: int) -> Response:
    """Download the receipt of a version as a PDF to print or keep."""
    proposal = queries.get_visible_proposal(actor(), proposal_id)
    submission = queries.get_submission(actor(), proposal, number)
    made = receipt_pdf(submission, str(get_locale()))
    return send_made(made, f"receipt-version-{number}.pdf", PDF)


@blueprint.get("/proposals/<id:proposal_id>/files/<id:file_id>")
@signed_in
def download_file(proposal_id: int, file_id: int) -> Response:
    """Download a file of a proposal."""
    return send_stored(queries.get_file(actor(), proposal_id, file_id))


@blueprint.route("/proposals/<id:proposal_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw_proposal(proposal_id: int) -> Answer | tuple[str, int]:
    """Ask for the reason, then take the proposal back."""
    proposal = queries.get_own_proposal(actor(), proposal_id)
    if request.method == "GET" and not may_withdraw(proposal, clock.now()):
        return redirect(url_for(".view_proposal", proposal_id=proposal_id))
    form = PageForm(Withdrawal)
    done = form.submit(
        lambda data: submitting.withdraw_proposal(actor(), proposal_id, data["reason"])
    )
    if done is not None:
        flash(_("Proposal withdrawn"), "good")
        return redirect(url_for(".view_proposal", proposal_id=proposal_id))
    return form.render(
        "proposals/withdraw.html",
        proposal=proposal,
        challenge=proposal.challenge,
        event=proposal.challenge.event,
    )


@blueprint.post("/proposals/<id:proposal_id>/reopen")
@signed_in
@writes
def reopen_proposal(proposal_id: int) -> Answer:
    """Take a withdrawn proposal up again."""
    submitting.reopen_proposal(actor(), proposal_id)
    return redirect(url_for(".edit_proposal", proposal_id=proposal_id))
