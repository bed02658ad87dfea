"""The juror's pages: what is mine to judge, one proposal at a time."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.juries import schemas
from app.juries.pages.frame import RELATIONS, blueprint
from app.juries.queries import judging
from app.juries.services import conflicts, scoring
from app.proposals.queries import frozen_partners
from app.web.downloads import send_stored
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, signed_in, writes


@blueprint.get("/jury")
@signed_in
def my_assignments() -> str:
    """Show what the juror has to judge, by challenge."""
    return render_template("juries/mine.html", piles=judging.list_piles(actor()))


@blueprint.route("/jury/<id:assignment_id>", methods=["GET", "POST"])
@signed_in
def judge(assignment_id: int) -> Page:
    """Show a proposal beside its scorecard; save it, or hand it in."""
    assignment = judging.get_assignment(actor(), assignment_id)
    form = PageForm(schemas.ScorecardIn, _start(assignment))

    def save(data: dict[str, Any]) -> bool:
        action = scoring.submit_scorecard if data["submit"] else scoring.save_scorecard
        action(actor(), assignment_id, data["judgement"], version=data["version"])
        return bool(data["submit"])

    submitted = form.submit(save)
    if submitted is not None:
        return _after_saving(assignment_id, submitted=submitted)
    if request.method == "POST":
        assignment = judging.get_assignment(actor(), assignment_id)
    return form.render("juries/judge.html", **_context(assignment))


def _start(assignment: Any) -> dict[str, Any]:
    """Return what the juror has written so far, in the order of the criteria."""
    card = assignment.scorecard
    scores = {score.criterion_id: score for score in card.scores} if card else {}
    rows = []
    for criterion in assignment.proposal.challenge.criteria:
        score = scores.get(criterion.id)
        value, comment = (score.value, score.comment) if score else (None, "")
        rows.append({"key": criterion.key, "value": value, "comment": comment})
    return {
        "version": card.version if card else 0,
        "scores": rows,
        "comment": card.comment if card else "",
        "comment_to_proposer": card.comment_to_proposer if card else "",
    }


def _context(assignment: Any) -> dict[str, Any]:
    order = list(judging.list_neighbours(actor(), assignment))
    place = order.index(assignment.id)
    return {
        "assignment": assignment,
        "proposal": assignment.proposal,
        "challenge": assignment.proposal.challenge,
        "files": judging.list_files(assignment),
        "together": frozen_partners(assignment.proposal),
        "is_open": judging.is_open(assignment),
        "is_done": judging.is_done(assignment),
        "number": place + 1,
        "total": len(order),
        "previous_id": order[place - 1] if place else None,
        "next_id": order[place + 1] if place + 1 < len(order) else None,
    }


def _after_saving(assignment_id: int, *, submitted: bool) -> Response:
    """Go on to the next proposal to score, or stay with a draft."""
    if not submitted:
        flash(_("Draft saved"), "good")
        return redirect(url_for("juries.judge", assignment_id=assignment_id))
    flash(_("Scorecard handed in"), "good")
    assignment = judging.get_assignment(actor(), assignment_id)
    waiting = judging.find_next_to_score(actor(), assignment)
    if waiting is None:
        return redirect(url_for("juries.my_assignments"))
    return redirect(url_for("juries.judge", assignment_id=waiting))


@blueprint.post("/jury/<id:assignment_id>/draft")
@signed_in
@writes
def save_draft(assignment_id: int) -> FlaskResponse:
    """Save what was typed so far, for the page that saves itself."""
    schema = schemas.ScorecardIn(unknown="exclude")
    data = schema.load(form_values(schema, request.form) | {"submit": False})
    card = scoring.save_scorecard(
        actor(), assignment_id, data["judgement"], version=data["version"]
    )
    return jsonify(version=card.version)


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
        proposal=assignment.proposal,
        relations=list(RELATIONS.items()),
    )


@blueprint.get("/jury/<id:assignment_id>/files/<id:file_id>")
@signed_in
def download_file(assignment_id: int, file_id: int) -> FlaskResponse:
    """Give the juror a file of the proposal."""
    assignment = judging.get_assignment(actor(), assignment_id)
    return send_stored(judging.get_file(assignment, file_id))
