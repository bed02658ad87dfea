"""The juror's phone on a pitch day: what is pitched now, and its marks with one hand.

It serves jurors who signed in, and phones that a juror's code signed in for these pages alone.
"""

from dataclasses import replace
from typing import Any

from flask import jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.core.authz import Actor
from app.core.ids import encode_id
from app.juries.queries import judging
from app.juries.queries.rounds import rubric_of
from app.pitches import queries, schemas, services
from app.pitches.pages.frame import blueprint, unchanged_or
from app.web.forms import form_values
from app.web.guards import SignInRequired, actor, public, writes

PHONE = "juror_phone"  # where the session of a phone keeps what its code became


@blueprint.get("/jury/pitches/<id:round_id>")
@public
def phone(round_id: int) -> str | Response:
    """Show the pitch that goes on, with the juror's form, or what comes next."""
    try:
        juror = _juror(round_id)
    except SignInRequired:
        return redirect(url_for("identity.sign_in"))
    return render_template("pitches/phone.html", **_now(juror, round_id), actor=juror)


@blueprint.get("/jury/pitches/<id:round_id>/now")
@public
def now(round_id: int) -> Response:
    """Return the clock and the quorum light; when another pitch is on, ask the page to reload."""
    context = _now(_juror(round_id), round_id)
    if request.args.get("seen", "") != context["seen"]:
        return Response(status=204, headers={"HX-Refresh": "true"})
    return unchanged_or(render_template("pitches/_now.html", **context))


@blueprint.post("/jury/pitches/<id:round_id>/<id:assignment_id>")
@public
@writes
def score(round_id: int, assignment_id: int) -> Response:
    """Take marks from the room, from the page that saves itself or without a script."""
    schema = schemas.PitchSheetIn(unknown="exclude")
    data = schema.load(form_values(schema, request.form) | {"submit": False})
    save = services.score_pitch(_juror(round_id), assignment_id, data["sheet"])
    if request.headers.get("X-Requested-With"):
        return jsonify(version=save.version, goes_to=None)
    return redirect(url_for("pitches.phone", round_id=round_id))


def _juror(round_id: int) -> Actor:
    """Return whom the phone speaks for: the holder of a code before whoever signed in."""
    held = session.get(PHONE)
    found = queries.find_pass_holder(held, round_id) if isinstance(held, str) else None
    if found is not None:
        holder, event_id = found
        return replace(holder, event_limit=event_id)
    if not actor().is_signed_in:
        raise SignInRequired
    return actor()


def _now(juror: Actor, round_id: int) -> dict[str, Any]:
    day = queries.get_day_of_juror(juror, round_id)
    pitch = queries.find_open(day)
    own = queries.find_own_assignment(juror, pitch) if pitch else None
    seen = f"{encode_id(pitch.id) if pitch and own else ''}.{pitch is not None}"
    context = {"day": day, "round_id": round_id, "pitch": pitch if own else None, "seen": seen}
    if not own or pitch is None:
        return context | {"is_other": pitch is not None}
    assignment = judging.get_assignment(juror, own)
    done, due = queries.count_handed_in(pitch)
    return context | {
        "is_other": False,
        "assignment": assignment,
        "rubric": rubric_of(assignment.round),
        "values": _values(assignment),
        "done": done,
        "due": due,
    }


def _values(assignment: Any) -> dict[str, int | None]:
    scores = assignment.scorecard.scores if assignment.scorecard else []
    return {score.key: score.value for score in scores}
