"""A juror's saves from the page itself, earlier versions, the top three, and reading offline."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.ids import encode_id
from app.juries import schemas
from app.juries.pages.frame import blueprint
from app.juries.queries import judging
from app.juries.queries import saving as reads
from app.juries.rules.saving import TOP
from app.juries.services import saving
from app.web.assets import STATIC
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, public, signed_in, writes

WORKER = STATIC / "js" / "juries" / "worker.js"


@blueprint.post("/jury/<id:assignment_id>/draft")
@signed_in
@writes
def save_draft(assignment_id: int) -> FlaskResponse:
    """Take a save from the page that saves itself, which may hand in, and may ask again."""
    schema = schemas.SheetIn(unknown="exclude")
    data = schema.load(form_values(schema, request.form))
    save = saving.take_sheet(actor(), assignment_id, data["sheet"])
    goes_to = after_handing_in(assignment_id) if save.is_submitted else None
    return jsonify(version=save.version, goes_to=goes_to)


def after_handing_in(assignment_id: int) -> str:
    """Say that a scorecard is handed in, and return where the juror goes on."""
    flash(_("Scorecard handed in"), "good")
    assignment = judging.get_assignment(actor(), assignment_id)
    waiting = judging.find_next_to_score(actor(), assignment)
    if waiting is None:
        return url_for("juries.my_assignments")
    return url_for("juries.judge", assignment_id=waiting)


@blueprint.post("/jury/<id:assignment_id>/put-back/<int:number>")
@signed_in
def put_back(assignment_id: int, number: int) -> Page:
    """Make an earlier version the newest."""
    form = PageForm(schemas.PutBack)
    save = form.submit(lambda data: saving.put_back(actor(), assignment_id, number, **data))
    if save is None:
        flash("; ".join(" ".join(words) for words in form.errors.values()), "bad")
    else:
        flash(_("The earlier version is back. What it replaced stays in the history."), "good")
    return redirect(url_for("juries.judge", assignment_id=assignment_id))


@blueprint.route("/jury/rounds/<id:round_id>/top-three", methods=["GET", "POST"])
@signed_in
def top_three(round_id: int) -> Page:
    """Ask which proposals the juror would put first, whatever their scores."""
    mine = reads.get_own_assignments(actor(), round_id)
    picks = reads.list_own_picks(actor(), [round_id])[round_id]
    form = PageForm(
        schemas.TopThreePlaces,
        {f"place_{pick.place}": encode_id(pick.proposal_id) for pick in picks},
    )

    def choose(data: dict[str, Any]) -> bool:
        saving.choose_top_three(actor(), round_id, **data)
        return True

    if form.submit(choose):
        flash(_("Your top three is kept beside your scores."), "good")
        return redirect(url_for("juries.my_assignments"))
    return form.render(
        "juries/top_three.html",
        round_id=round_id,
        challenge=mine[0].proposal.challenge,
        options=[(encode_id(one.proposal_id), one.read.title) for one in mine],
        places=range(1, TOP + 1),
    )


@blueprint.get("/jury/worker.js")
@public
def worker() -> FlaskResponse:
    """Give the script that keeps a juror's pages readable without a network."""
    response = FlaskResponse(WORKER.read_text(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/jury"
    return response


@blueprint.get("/jury/offline")
@signed_in
def offline() -> str:
    """Say what can be read without a network; kept on the device for when there is none."""
    return render_template("juries/offline.html")
