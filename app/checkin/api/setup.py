"""What organisers set up at the door: checkpoints, gates, scanners; and people without a badge."""

from typing import Any

from app.checkin import schemas
from app.checkin.api.frame import blueprint
from app.checkin.queries import review, setup
from app.checkin.services import doors
from app.checkin.services.desk import admit_walk_in
from app.checkin.services.review import settle_clash
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.tickets.queries import link_of, token_of
from app.web.guards import actor, token, writes
from app.web.idempotency import tells_secret
from app.web.openapi import no_content


@blueprint.route("/events/<slug>/checkpoints", methods=["GET"])
@blueprint.response(200, schemas.CheckpointOut(many=True))
@token
def list_checkpoints(slug: str) -> Any:
    """List what is controlled at an event whose doors you run."""
    return setup.list_whole_checkpoints(_event(slug).id)


@blueprint.route("/events/<slug>/checkpoints", methods=["POST"])
@blueprint.arguments(schemas.CheckpointSchema)
@blueprint.response(201, schemas.CheckpointOut)
@token
@writes
def add_checkpoint(data: dict[str, Any], slug: str) -> Any:
    """Add a place that is controlled by a rule of its own."""
    return doors.add_checkpoint(actor(), _event(slug), schemas.rule_in(data))


@blueprint.route("/events/<slug>/checkpoints/<id:checkpoint_id>", methods=["PUT"])
@blueprint.arguments(schemas.CheckpointSchema)
@blueprint.response(200, schemas.CheckpointOut)
@token
@writes
def edit_checkpoint(data: dict[str, Any], slug: str, checkpoint_id: int) -> Any:
    """Change the rule of a checkpoint; what was decided before stays."""
    return doors.edit_checkpoint(actor(), _event(slug), checkpoint_id, schemas.rule_in(data))


@blueprint.route("/events/<slug>/gates", methods=["GET"])
@blueprint.response(200, schemas.GateOut(many=True))
@token
def list_gates(slug: str) -> Any:
    """List the gates of an event whose doors you run."""
    return setup.list_gates(_event(slug).id)


@blueprint.route("/events/<slug>/gates", methods=["POST"])
@blueprint.arguments(schemas.GateSchema)
@blueprint.response(201, schemas.GateOut)
@token
@writes
def add_gate(data: dict[str, Any], slug: str) -> Any:
    """Add a gate to an event."""
    return doors.add_gate(actor(), _event(slug), **data)


@blueprint.route("/events/<slug>/scanners", methods=["GET"])
@blueprint.response(200, schemas.ScannerOut(many=True))
@token
def list_scanners(slug: str) -> Any:
    """List the scanners of an event whose doors you run."""
    return setup.list_scanners(_event(slug).id)


@blueprint.route("/events/<slug>/scanners", methods=["POST"])
@blueprint.arguments(schemas.ScannerSchema)
@blueprint.response(201, schemas.InvitedScannerOut)
@token
@tells_secret
@writes
def add_scanner(data: dict[str, Any], slug: str) -> dict[str, Any]:
    """Add a scanner; the code pairs a phone or a program with it, once and soon."""
    asked = {"name": data["device_name"], "gate_id": data["gate_id"]}
    asked["is_supervisor"] = data["is_supervisor"]
    scanner, code = doors.invite_scanner(actor(), _event(slug), **asked)
    return {"scanner": scanner, "code": code}


@blueprint.route("/events/<slug>/scanners/<id:scanner_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def revoke_scanner(slug: str, scanner_id: int) -> Any:
    """End a scanner's right to scan."""
    doors.revoke_scanner(actor(), _event(slug), scanner_id)
    return no_content()


def _event(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.CHECKIN_MANAGE, event)
    return event


@blueprint.route("/events/<slug>/clashes", methods=["GET"])
@blueprint.response(200, schemas.ClashOut(many=True))
@token
def list_clashes(slug: str) -> Any:
    """List the badges that came in twice, what nobody has looked into first."""
    return [schemas.clash_out(one) for one in review.list_clashes(_event(slug).id)]


@blueprint.route("/events/<slug>/clashes", methods=["POST"])
@blueprint.arguments(schemas.SettleSchema)
@blueprint.response(204)
@token
@writes
def settle(data: dict[str, Any], slug: str) -> Any:
    """Write down what was found of a badge that came in twice."""
    settle_clash(actor(), _event(slug), **data)
    return no_content()


@blueprint.route("/events/<slug>/walk-ins", methods=["POST"])
@blueprint.arguments(schemas.WalkInSchema)
@blueprint.response(201, schemas.WalkInOut)
@token
@writes
def add_walk_in(data: dict[str, Any], slug: str) -> dict[str, Any]:
    """Register somebody at the desk and let them in; a repeat is answered like the first."""
    event = get_managed_event(actor(), slug)
    ticket = admit_walk_in(actor(), event, **schemas.walk_in(data))
    own = {name: getattr(ticket, name, None) for name in schemas.WalkInOut().fields}
    return own | {"link": link_of(ticket), "code": token_of(ticket)}
