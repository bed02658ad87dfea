"""The juror's pages: what is mine to judge, one proposal at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.juries import schemas
from app.juries.pages.frame import RELATIONS, blueprint
from app.juries.pages.saving import after_handing_in
from app.juries.queries import judging
from app.juries.queries import saving as reads
from app.juries.queries.declaring import list_asking
from app.juries.queries.pairing import list_beside
from app.juries.queries.rounds import rubric_of
from app.juries.rules.rounds import is_blind
from app.juries.services import conflicts, saving, scoring
from app.proposals.queries import frozen_partners
from app.web.downloads import send_stored
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.get("/jury")
@signed_in
def my_assignments() -> str:
    """Show what the juror has to judge, by challenge."""
    piles = judging.list_piles(actor())
    picks = reads.list_own_picks(actor(), [pile.round.id for pile in piles])
    return render_template(
        "juries/mine.html",
        piles=piles,
        picks=reads.titles_of(picks),
        asking=list_asking(actor()),
    )


@blueprint.route("/jury/<id:assignment_id>", methods=["GET", "POST"])
@signed_in
def judge(assignment_id: int) -> Page:
    """Show a proposal beside its scorecard; save it, or hand it in."""
    assignment = judging.get_assignment(actor(), assignment_id)
    form = PageForm(schemas.SheetIn, _start(assignment))

    def save(data: dict[str, Any]) -> bool:
        return saving.take_sheet(actor(), assignment_id, data["sheet"]).is_submitted

    submitted = form.submit(save)
    if submitted is not None:
        return _after_saving(assignment_id, submitted=submitted)
    if request.method == "POST":
        assignment = judging.get_assignment(actor(), assignment_id)
    return form.render("juries/judge.html", **_context(assignment))


@blueprint.get("/jury/<id:assignment_id>/draft")
@signed_in
def read_draft(assignment_id: int) -> FlaskResponse:
    """Say for scripts what the server has: the version, the fields of the form, the documents."""
    assignment = judging.get_assignment(actor(), assignment_id)
    start = _start(assignment)
    files = [
        url_for("juries.download_file", assignment_id=assignment_id, file_id=one.id)
        for one in judging.stored_for(assignment)
    ]
    return jsonify(version=start["version"], fields=list(_fields(start)), files=files)


def _fields(start: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return what a form with these values would send."""
    for rows in ("scores", "answers"):
        for number, row in enumerate(start[rows]):
            for name, value in row.items():
                if value is not None:
                    yield f"{rows}-{number}-{name}", str(value)
    for name in ("comment_to_proposer", "comment"):
        yield name, start[name]


def _start(assignment: Any) -> dict[str, Any]:
    """Return what the juror has written so far, in the order of the criteria."""
    card = assignment.scorecard
    scores = {score.key: score for score in card.scores} if card else {}
    rows = []
    for criterion in rubric_of(assignment.round).criteria:
        score = scores.get(criterion.key)
        value, comment = (score.value, score.comment) if score else (None, "")
        rows.append({"key": criterion.key, "value": value, "comment": comment})
    return {
        "version": card.version if card else 0,
        "scores": rows,
        "answers": _answers(assignment, card.answers if card else {}),
        "comment": card.comment if card else "",
        "comment_to_proposer": card.comment_to_proposer if card else "",
    }


def _answers(assignment: Any, said: Mapping[str, bool]) -> list[dict[str, Any]]:
    """Return the knock-out questions with what the juror answered so far, yes or no as 1 or 0."""
    return [
        {"key": key, "is_yes": int(said[key]) if key in said else None}
        for key in (question.key for question in rubric_of(assignment.round).knock_outs)
    ]


def _context(assignment: Any) -> dict[str, Any]:
    order = list(judging.list_neighbours(actor(), assignment))
    place = order.index(assignment.id)
    blind = is_blind(assignment.round.blindness)
    return {
        "assignment": assignment,
        "rubric": rubric_of(assignment.round),
        "proposal": assignment.read,
        "challenge": assignment.proposal.challenge,
        "files": judging.list_files(assignment),
        "copies": judging.list_copies(assignment),
        "together": [] if blind else frozen_partners(assignment.proposal),
        "is_blind": blind,
        "is_open": judging.is_open(assignment),
        "is_done": judging.is_done(assignment),
        "number": place + 1,
        "total": len(order),
        "done": judging.count_done(actor(), assignment),
        "beside": list_beside(assignment),
        "history": reads.list_history(assignment),
        "own_marks": reads.count_own_marks(actor(), assignment.round_id),
        "picks": reads.titles_of(reads.list_own_picks(actor(), [assignment.round_id]))[
            assignment.round_id
        ],
        "previous_id": order[place - 1] if place else None,
        "next_id": order[place + 1] if place + 1 < len(order) else None,
    }


def _after_saving(assignment_id: int, *, submitted: bool) -> Response:
    """Go on to the next proposal to score, or stay with a draft."""
    if submitted:
        return redirect(after_handing_in(assignment_id))
    flash(_("Draft saved"), "good")
    return redirect(url_for("juries.judge", assignment_id=assignment_id))


@blueprint.post("/jury/<id:assignment_id>/reopen")
@signed_in
@writes
def reopen(assignment_id: int) -> Page:
    """Take a scorecard back to change it."""
    scoring.reopen_scorecard(actor(), assignment_id)
    flash(_("You can change your scorecard. Hand it in again when you are done."), "good")
    return redirect(url_for("juries.judge", assignment_id=assignment_id))


@blueprint.route("/jury/<id:assignment_id>/conflict", methods=["GET", "POST"])
@signed_in
def declare_conflict(assignment_id: int) -> Page:
    """Step back from a proposal because something ties the juror to it."""
    assignment = judging.get_assignment(actor(), assignment_id)
    form = PageForm(schemas.DeclaredConflict)

    def declare(data: dict[str, Any]) -> bool:
        conflicts.declare_conflict(actor(), assignment_id, **data)
        return True

    if form.submit(declare):
        flash(_("You have stepped back from this proposal. The organisers know."), "good")
        return redirect(url_for("juries.my_assignments"))
    return form.render(
        "juries/declare_conflict.html",
        assignment=assignment,
        proposal=assignment.read,
        relations=list(RELATIONS.items()),
    )


@blueprint.get("/jury/<id:assignment_id>/files/<id:file_id>")
@signed_in
def download_file(assignment_id: int, file_id: int) -> FlaskResponse:
    """Give the juror a file of the proposal."""
    assignment = judging.get_assignment(actor(), assignment_id)
    return send_stored(judging.get_file(assignment, file_id))
