"""The people on a panel for programs: roles, texts, who declined, what they bring."""

from typing import Any

from app.core.errors import Invalid
from app.juries import schemas
from app.juries.api.frame import blueprint
from app.juries.queries import briefing, foreseeing, panel
from app.juries.queries.composition import get_composition
from app.juries.rules.briefing import TextKind
from app.juries.rules.judging import Invitee
from app.juries.services import panel as services
from app.juries.services import seats
from app.juries.services.briefing import write_text
from app.web.guards import actor, token, writes


@blueprint.route("/events/<slug>/jurors/<id:juror_id>", methods=["PATCH"])
@blueprint.arguments(schemas.ChangedJuror)
@blueprint.response(200, schemas.JurorSchema)
@token
@writes
def change_juror(data: dict[str, Any], slug: str, juror_id: int) -> Any:
    """Say anew a juror's organisation and limit; a seat or challenges that are named, too."""
    return services.change_juror(actor(), panel.get_jury_event(actor(), slug), juror_id, **data)


@blueprint.route("/events/<slug>/jury/composition", methods=["GET"])
@blueprint.response(200, schemas.CompositionOut)
@token
def get_panel_composition(slug: str) -> Any:
    """Get where the jurors come from, what they know, and what nobody knows."""
    found, _challenges = get_composition(panel.get_jury_event(actor(), slug))
    return found


@blueprint.route("/events/<slug>/jury/texts", methods=["GET"])
@blueprint.response(200, schemas.JuryTexts)
@token
def list_texts(slug: str) -> dict[str, Any]:
    """Get what jurors of your event are told, and what they promise."""
    event = panel.get_jury_event(actor(), slug)
    return {"items": [briefing.text_or_ready(event.id, kind) for kind in TextKind]}


@blueprint.route("/events/<slug>/jury/texts", methods=["PUT"])
@blueprint.arguments(schemas.JuryTextOfProgram)
@blueprint.response(200, schemas.JuryTextOut)
@token
@writes
def put_text(data: dict[str, Any], slug: str) -> Any:
    """Reword a text; those who were sent an earlier version confirm that one."""
    event = panel.get_jury_event(actor(), slug)
    words = {"text": data["words"], "version": data["version"]}
    return write_text(actor(), event, data["text_kind"], **words)


@blueprint.route("/events/<slug>/jurors/foreseen", methods=["POST"])
@blueprint.arguments(schemas.ForeseenIn)
@blueprint.response(200, schemas.ForeseenOut)
@token
def foresee_conflicts(data: dict[str, Any], slug: str) -> Any:
    """Get with how many proposals somebody would be in conflict for certain, before you ask them.

    Of an address only its domain and the organisation that you name count; nothing is kept.
    """
    event = panel.get_jury_event(actor(), slug)
    if data["expert_id"] is not None:
        return foreseeing.foresee_expert(actor(), event, data["expert_id"], data["challenge_ids"])
    if data["email"] is None:
        raise Invalid("nobody_named", field="email")
    asked = Invitee(
        data["email"],
        organisation=data["organisation"],
        challenge_ids=tuple(data["challenge_ids"]),
    )
    return foreseeing.foresee_invitee(actor(), event, asked)


@blueprint.route("/events/<slug>/jurors/declined", methods=["GET"])
@blueprint.response(200, schemas.DeclinedSeats)
@token
def list_declined(slug: str) -> dict[str, Any]:
    """List who declined a seat on the panel, and why."""
    return {"items": briefing.list_declined(panel.get_jury_event(actor(), slug))}


@blueprint.route("/events/<slug>/jurors/declined/<id:declined_id>/step-in", methods=["POST"])
@blueprint.arguments(schemas.NothingElse)
@blueprint.response(200, schemas.JurorSchema)
@token
@writes
def let_alternate_in(_nothing: dict[str, Any], slug: str, declined_id: int) -> Any:
    """Let the next alternate take the seat that somebody declined."""
    return seats.fill_seat(actor(), panel.get_jury_event(actor(), slug), declined_id)
