"""Pages on which a proposal is started, written, checked and handed in."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from app.challenges.queries import get_visible_challenge
from app.challenges.rules.phases import is_open
from app.core import clock
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.files import place
from app.core.ids import decode_id
from app.identity.queries import list_organisations_of
from app.proposals import queries
from app.proposals.pages.base import blueprint, eligibility_of, errors_of
from app.proposals.rules import (
    MAX_FILES,
    SUMMARY_WORDS,
    TEXTS,
    find_problems,
    is_editable,
    shown_state,
)
from app.proposals.schemas import (
    ProposalDraft,
    ProposalFields,
    StartProposal,
    SubmitOnPage,
    TakenVersion,
    answer_fields,
)
from app.proposals.services import submitting, writing
from app.web.forms import PageForm, form_values
from app.web.guards import actor, signed_in, writes

Answer = Response | str | tuple[str, int]


@blueprint.route("/challenges/<id:challenge_id>/proposals", methods=["GET", "POST"])
@signed_in
def start_proposal(challenge_id: int) -> Answer:
    """Start a proposal, or go on with the one that is there."""
    challenge = get_visible_challenge(actor(), challenge_id)
    others = [
        one for one in list_organisations_of(actor()) if one.id != challenge.owner_organisation_id
    ]
    mine = queries.list_own_for(actor(), challenge_id)
    form = PageForm(StartProposal)
    try:
        made = form.submit(
            lambda data: writing.start_proposal(actor(), challenge_id, data.get("organisation_id"))
        )
    except Forbidden as error:
        form.fail(error)
        made = None
    if made is not None:
        return redirect(url_for(".edit_proposal", proposal_id=made.id))
    taken = {proposal.organisation_id for proposal in mine}
    if mine and taken >= {one.id for one in others}:
        return redirect(url_for(".edit_proposal", proposal_id=mine[0].id))
    return form.render(
        "proposals/start.html",
        challenge=challenge,
        event=challenge.event,
        mine=[(proposal, shown_state(proposal)) for proposal in mine],
        organisations=[one for one in others if one.id not in taken],
        has_organisation=bool(others),
        is_open=is_open(challenge, clock.now()),
    )


@blueprint.route("/proposals/<id:proposal_id>/edit", methods=["GET", "POST"])
@signed_in
def edit_proposal(proposal_id: int) -> Answer:
    """Write a proposal."""
    proposal = queries.get_own_proposal(actor(), proposal_id)
    if request.method == "GET" and not is_editable(proposal, clock.now()):
        return redirect(url_for(".view_proposal", proposal_id=proposal_id))
    form = PageForm(ProposalDraft, editor_values(proposal))
    form.values["answers"] |= answer_fields(request.form)
    try:
        checked = _sent_file()
        saved = _submit(form, lambda data: _save(proposal_id, data, checked))
        if saved is not None:
            return _after_saving(proposal_id)
    except (Conflict, Invalid) as error:
        kept = _submit(form, lambda data: _save(proposal_id, data, None))
        form.fail(error)
        if kept is not None:
            form.values["version"] = kept.version
    if "check" in request.args and request.method == "GET":
        form.errors = errors_of(find_problems(proposal, proposal.challenge.questions))
    _ask_for_file_again(form)
    return _render_editor(form, proposal_id)


def _ask_for_file_again(form: PageForm) -> None:
    """Say of a file that came with a refused form that it is not kept; no page can do that."""
    sent = request.files.get("file")
    if form.status == Invalid.status and sent is not None and sent.filename:
        form.errors.setdefault("file", [_("Choose it again: it could not be kept.")])


def _submit(form: PageForm, use_case: Any) -> Any:
    """Read the form with its answers, whose names the challenge decides."""
    data = form.read()
    if data is None:
        return None
    try:
        data["answers"] = _answers()
    except ValidationError:
        form.fail(Invalid(field=""))
        return None
    return form.run(lambda: use_case(data))


def _answers() -> dict[str, str]:
    """Return the answers that a form sent, held against the same schema as a program's."""
    schema = ProposalFields(only=("answers",))
    return dict(schema.load({"answers": answer_fields(request.form)})["answers"] or {})


def _save(proposal_id: int, data: dict[str, Any], checked: Any) -> Any:
    version = data.pop("version")
    saved = writing.save_proposal(actor(), proposal_id, version=version, values=data)
    if checked is not None:
        writing.add_file(actor(), proposal_id, checked)
    if removed := request.form.get("remove_file"):
        writing.remove_file(actor(), proposal_id, _file_id(removed))
    return saved


def _file_id(sent: str) -> int:
    try:
        return decode_id(sent)
    except ValueError as error:
        raise NotFound from error


def _sent_file() -> Any:
    """Return the file that came with the form, looked at and written; None if there was none."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    content = sent.stream.read(writing.MAX_FILE_BYTES + 1)
    return place(writing.check_upload(content, sent.filename))


def _after_saving(proposal_id: int) -> Response:
    if request.form.get("act") == "check":
        return redirect(url_for(".check_proposal", proposal_id=proposal_id))
    flash(_("Draft saved"), "good")
    return redirect(url_for(".edit_proposal", proposal_id=proposal_id))


@blueprint.post("/proposals/<id:proposal_id>/autosave")
@signed_in
@writes
def autosave_proposal(proposal_id: int) -> dict[str, Any]:
    """Save what was typed so far; answers with the new version."""
    schema = PageForm(ProposalDraft).schema
    data: dict[str, Any] = dict(schema.load(form_values(schema, request.form)))
    data["answers"] = _answers()
    return {"version": _save(proposal_id, data, None).version}


@blueprint.post("/proposals/<id:proposal_id>/applicant-file")
@signed_in
def take_applicant_file(proposal_id: int) -> Response:
    """Take over what the applicant file says now."""
    form = PageForm(TakenVersion)
    taken = form.submit(
        lambda data: writing.take_applicant_file(actor(), proposal_id, version=data.get("version"))
    )
    if taken is None:
        flash(_("Not taken over: the proposal was changed meanwhile. Look at it again."), "bad")
    else:
        flash(_("Taken over from your organisation’s file"), "good")
    return redirect(url_for(".edit_proposal", proposal_id=proposal_id))


@blueprint.route("/proposals/<id:proposal_id>/check", methods=["GET", "POST"])
@signed_in
def check_proposal(proposal_id: int) -> Answer:
    """Show what is missing, then hand the proposal in."""
    proposal = queries.get_own_proposal(actor(), proposal_id)
    said = {"owner_link": proposal.owner_link, "owner_link_how": proposal.owner_link_how}
    form = PageForm(SubmitOnPage, said)
    made = form.submit(lambda data: submitting.submit_proposal(actor(), proposal_id, **data))
    if made is not None:
        return redirect(url_for(".view_receipt", proposal_id=proposal_id))
    proposal = queries.get_own_proposal(actor(), proposal_id)
    return form.render(
        "proposals/check.html",
        proposal=proposal,
        challenge=proposal.challenge,
        event=proposal.challenge.event,
        problems=errors_of(find_problems(proposal, proposal.challenge.questions)),
        eligibility=eligibility_of(proposal),
        files=queries.list_files(proposal),
        has_other=queries.has_other_applicant(proposal),
        editable=is_editable(proposal, clock.now()),
    )


def editor_values(proposal: Any) -> dict[str, Any]:
    """Return a proposal as its form shows it."""
    values = {name: getattr(proposal, name) for name in TEXTS}
    return {
        **values,
        "partner_countries": ", ".join(proposal.partner_countries),
        "answers": dict(proposal.answers),
        "version": proposal.version,
    }


def _render_editor(form: PageForm, proposal_id: int) -> tuple[str, int]:
    proposal = queries.get_own_proposal(actor(), proposal_id)
    return form.render(
        "proposals/edit.html",
        proposal=proposal,
        challenge=proposal.challenge,
        event=proposal.challenge.event,
        files=queries.list_files(proposal),
        has_other=queries.has_other_applicant(proposal),
        eligibility=eligibility_of(proposal),
        summary_words=SUMMARY_WORDS,
        max_files=MAX_FILES,
        is_late=not is_open(proposal.challenge, clock.now()),
    )
