"""Deliberations for programs."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from app.core.content import PDF
from app.deliberation import presentation, schemas
from app.deliberation.queries.minutes import get_minutes
from app.deliberation.queries.papers import minutes_papers
from app.deliberation.queries.rooms import get_item, get_place
from app.deliberation.services import minutes as minutes_services
from app.deliberation.services import rooms as services
from app.juries.queries import panel
from app.web.guards import about_events, actor, token, writes
from app.web.papers import EditionQuery, send_paper

blueprint = Blueprint("deliberation-api", __name__, description="Deliberations and their minutes")
about_events(blueprint.name)
ROOM = "/deliberations/<id:room_id>"
ITEM = ROOM + "/items/<id:item_id>"


@blueprint.route("/challenges/<id:challenge_id>/deliberation", methods=["POST"])
@blueprint.response(201, schemas.RoomSchema)
@token
@writes
def open_room(challenge_id: int) -> dict[str, Any]:
    """Open the deliberation of the round that is judged."""
    challenge = panel.get_judged_challenge(actor(), challenge_id)
    room = services.open_room(actor(), challenge.id)
    return presentation.room_out(get_place(actor(), room.id))


@blueprint.route(ROOM, methods=["GET"])
@blueprint.response(200, schemas.RoomSchema)
@token
def get_room(room_id: int) -> dict[str, Any]:
    """Get a deliberation: the order, what is up, what was agreed."""
    return presentation.room_out(get_place(actor(), room_id))


@blueprint.route(ROOM + "/join", methods=["POST"])
@blueprint.response(201, schemas.RoomPresenceOut)
@token
@writes
def join_room(room_id: int) -> Any:
    """Come into the room as one of the panel."""
    return services.join_room(actor(), room_id)


@blueprint.route(ROOM + "/leave", methods=["POST"])
@blueprint.response(200, schemas.RoomPresenceOut)
@token
@writes
def leave_room(room_id: int) -> Any:
    """Leave the room."""
    return services.leave_room(actor(), room_id)


@blueprint.route(ROOM + "/close", methods=["POST"])
@blueprint.response(200, schemas.RoomSchema)
@token
@writes
def close_room(room_id: int) -> dict[str, Any]:
    """Close the deliberation once every proposal was dealt with."""
    services.close_room(actor(), room_id)
    return presentation.room_out(get_place(actor(), room_id))


@blueprint.route(ITEM, methods=["GET"])
@blueprint.response(200, schemas.RoomItemSchema)
@token
def view_item(room_id: int, item_id: int) -> Any:
    """Get a proposal of a deliberation with its scores before and after."""
    return get_item(get_place(actor(), room_id), item_id)


@blueprint.route(ITEM + "/begin", methods=["POST"])
@blueprint.response(200, schemas.RoomItemSchema)
@token
@writes
def begin_item(room_id: int, item_id: int) -> Any:
    """Bring a proposal up."""
    return services.begin_item(actor(), room_id, item_id)


@blueprint.route(ITEM + "/end", methods=["POST"])
@blueprint.response(200, schemas.RoomItemSchema)
@token
@writes
def end_item(room_id: int, item_id: int) -> Any:
    """End an item."""
    return services.end_item(actor(), room_id, item_id)


@blueprint.route(ITEM + "/levels", methods=["PUT"])
@blueprint.arguments(schemas.RoomLevelsForm)
@blueprint.response(200, schemas.RoomItemSchema)
@token
@writes
def put_levels(data: dict[str, Any], room_id: int, item_id: int) -> Any:
    """Write down the levels that the panel comes to."""
    levels = {row["key"]: row["value"] for row in data["levels"] if row["value"] is not None}
    return services.set_levels(actor(), room_id, item_id, levels)


@blueprint.route(ITEM + "/notes", methods=["PUT"])
@blueprint.arguments(schemas.RoomNotesForm)
@blueprint.response(200, schemas.RoomItemSchema)
@token
@writes
def put_notes(data: dict[str, Any], room_id: int, item_id: int) -> Any:
    """Keep the notes of the chair and the secretary."""
    notes = {"chair": data["chair_note"] or "", "secretary": data["secretary_note"] or ""}
    return services.write_notes(actor(), room_id, item_id, **notes)


@blueprint.route(ITEM + "/agreement", methods=["POST"])
@blueprint.response(201, schemas.LevelAgreementOut)
@token
@writes
def agree(room_id: int, item_id: int) -> Any:
    """Agree to the levels of the proposal that is up."""
    return services.agree(actor(), room_id, item_id)


@blueprint.route(ITEM + "/comments", methods=["POST"])
@blueprint.arguments(schemas.RoomCommentForm)
@blueprint.response(201, schemas.RoomCommentOut)
@token
@writes
def say(data: dict[str, Any], room_id: int, item_id: int) -> Any:
    """Say something about the proposal that is up, for the panel."""
    return services.say(actor(), room_id, item_id, data["text"])


@blueprint.route(ROOM + "/minutes", methods=["POST"])
@blueprint.response(201, schemas.MinutesSchema)
@token
@writes
def write_minutes(room_id: int) -> dict[str, Any]:
    """Write the minutes as they stand; the same text makes no new version."""
    minutes = minutes_services.write_minutes(actor(), room_id)
    return presentation.minutes_out(minutes, get_place(actor(), room_id))


@blueprint.route(ROOM + "/minutes", methods=["GET"])
@blueprint.response(200, schemas.MinutesSchema)
@token
def read_minutes(room_id: int) -> dict[str, Any]:
    """Get the minutes that stand."""
    place = get_place(actor(), room_id)
    return presentation.minutes_out(get_minutes(place.room), place)


@blueprint.route(ROOM + "/minutes.pdf", methods=["GET"])
@blueprint.arguments(EditionQuery, location="query")
@blueprint.response(200, content_type=PDF)
@token
def get_printed_minutes(query: dict[str, Any], room_id: int) -> Response:
    """Get an edition of the same as a PDF, as it was made and kept."""
    place = get_place(actor(), room_id)
    papers = minutes_papers(get_minutes(place.room), place)
    return send_paper(papers, query["edition"])


@blueprint.route(ROOM + "/minutes/signature", methods=["POST"])
@blueprint.arguments(schemas.SignatureForm)
@blueprint.response(201, schemas.MinutesSignatureOut)
@token
@writes
def sign_minutes(data: dict[str, Any], room_id: int) -> Any:
    """Sign the minutes that stand by their digest, as one of the panel."""
    return minutes_services.sign_minutes(actor(), room_id, data["sha256"])
