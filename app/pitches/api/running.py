"""Pitch days for programs: planning, the remote, what is on now, marks from the room."""

from typing import Any

from flask import current_app

from app.core.times import to_instant
from app.pitches import queries, schemas, services
from app.pitches.api.frame import blueprint
from app.pitches.rules import Terms
from app.web.guards import actor, token, writes
from app.web.idempotency import tells_secret
from app.web.openapi import no_content


@blueprint.route("/rounds/<id:round_id>/pitches", methods=["GET"])
@blueprint.response(200, schemas.DayOut)
@token
def get_day(round_id: int) -> Any:
    """Get the running order of a round's pitch day, with its quorum lights."""
    queries.get_round(actor(), round_id)
    return _day(round_id)


@blueprint.route("/rounds/<id:round_id>/pitches", methods=["PUT"])
@blueprint.arguments(schemas.PlanIn)
@blueprint.response(200, schemas.DayOut)
@token
@writes
def plan_day(data: dict[str, Any], round_id: int) -> Any:
    """Plan a pitch day; every juror without a conflict gets every pitch to judge."""
    event = queries.get_round(actor(), round_id).challenge.event
    starts_at = to_instant(data["starts_at"], event.timezone, field="starts_at")
    services.plan_pitch_day(actor(), round_id, Terms(starts_at, data["minutes"]))
    return _day(round_id)


def _day(round_id: int) -> dict[str, Any]:
    day = queries.get_day(round_id)
    minutes = day.terms.minutes
    times = {"pitch": minutes.pitch, "questions": minutes.questions, "change": minutes.change}
    return {"starts_at": day.starts_at, "items": queries.list_turns(actor(), day), **times}


@blueprint.route("/rounds/<id:round_id>/pitches/<id:pitch_id>/move", methods=["POST"])
@blueprint.arguments(schemas.MoveIn)
@blueprint.response(200, schemas.DayOut)
@token
@writes
def move_pitch(data: dict[str, Any], round_id: int, pitch_id: int) -> Any:
    """Let a pitch change places with its neighbour."""
    services.move_pitch(actor(), round_id, pitch_id, data["by"])
    return _day(round_id)


@blueprint.route("/rounds/<id:round_id>/pitches/<id:pitch_id>/open", methods=["POST"])
@blueprint.response(200, schemas.DayOut)
@token
@writes
def open_pitch(round_id: int, pitch_id: int) -> Any:
    """Let a pitch begin: its jurors may score it from now."""
    services.open_pitch(actor(), round_id, pitch_id)
    return _day(round_id)


@blueprint.route("/rounds/<id:round_id>/pitches/<id:pitch_id>/close", methods=["POST"])
@blueprint.response(200, schemas.DayOut)
@token
@writes
def close_pitch(round_id: int, pitch_id: int) -> Any:
    """End a pitch: what comes later is refused."""
    services.close_pitch(actor(), round_id, pitch_id)
    return _day(round_id)


@blueprint.route("/rounds/<id:round_id>/pitches/now", methods=["GET"])
@blueprint.response(200, schemas.NowOut)
@token
def get_now(round_id: int) -> dict[str, Any]:
    """Get what you score now: nothing between pitches, and nothing of what is not yours."""
    pitch = queries.find_open(queries.get_day_of_juror(actor(), round_id))
    own = queries.find_own_assignment(actor(), pitch) if pitch else None
    if pitch is None or own is None:
        return dict.fromkeys(("opened_at", "assignment_id", "title", "done", "due"))
    done, due = queries.count_handed_in(pitch)
    told = {"opened_at": pitch.opened_at, "title": pitch.proposal.title}
    return told | {"assignment_id": own, "done": done, "due": due}


@blueprint.route("/assignments/<id:assignment_id>/pitch-score", methods=["POST"])
@blueprint.arguments(schemas.PitchSheetIn)
@blueprint.response(201, schemas.PitchSaveOut)
@token
@writes
def score_pitch(data: dict[str, Any], assignment_id: int) -> Any:
    """Send your marks while a pitch is open; complete ones are handed in and may change."""
    return services.score_pitch(actor(), assignment_id, data["sheet"])


@blueprint.route("/rounds/<id:round_id>/codes", methods=["POST"])
@blueprint.arguments(schemas.PassIn)
@blueprint.response(201, schemas.PassOut)
@tells_secret
@token
@writes
def make_code(data: dict[str, Any], round_id: int) -> dict[str, Any]:
    """Make a link that signs a juror in to the pitches on any phone, once; older ones end."""
    made, code = services.make_pass(actor(), round_id, **data)
    link = f"{current_app.config['BASE_URL']}/jury/enter/{code}"
    return {"juror_id": made.juror_id, "link": link, "expires_at": made.expires_at}


@blueprint.route("/rounds/<id:round_id>/codes/<id:juror_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def revoke_code(round_id: int, juror_id: int) -> Any:
    """End a juror's link and the phone that it signed in."""
    services.revoke_pass(actor(), round_id, juror_id)
    return no_content()
