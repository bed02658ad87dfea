"""What scanners call: pair once, ask where they stand, send scans; and how they come to be."""

from typing import Any

from flask_smorest import Blueprint

from app.checkin.policies import Scanner
from app.checkin.queries import setup
from app.checkin.queries.door import find_scanner
from app.checkin.schemas import (
    DoorSchema,
    GateOut,
    GateSchema,
    InvitedScannerOut,
    PairedSchema,
    PairingSchema,
    ScanBatchSchema,
    ScannerOut,
    ScannerSchema,
    ScanResultsSchema,
    WalkInOut,
    WalkInSchema,
    walk_in,
)
from app.checkin.services import doors
from app.checkin.services.desk import admit_walk_in
from app.checkin.services.scanning import IncomingScan, record_scans
from app.core import clock, tokens
from app.core.authz import authorize
from app.core.errors import Forbidden
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.tickets.queries import link_of, token_of
from app.web.guards import about_events, actor, device, loads_bearers, public, token, writes
from app.web.idempotency import tells_secret
from app.web.openapi import no_content

blueprint = Blueprint("checkin-api", __name__, description="Scanners at the door")
about_events(blueprint.name)


def brings_its_own_proof(view: Any) -> Any:
    """Mark a view that no cookie authenticates, so that a forged request gains nothing."""
    view.csrf_exempt = True
    return view


@loads_bearers("dev_")
def load_scanner(secret: str) -> Scanner | None:
    """Return the scanner that a secret belongs to."""
    return find_scanner(tokens.hash_secret(secret), clock.now())


@blueprint.route("/events/<slug>/gates", methods=["GET"])
@blueprint.response(200, GateOut(many=True))
@token
def list_gates(slug: str) -> Any:
    """List the gates of an event whose doors you run."""
    return setup.list_gates(_event(slug).id)


@blueprint.route("/events/<slug>/gates", methods=["POST"])
@blueprint.arguments(GateSchema)
@blueprint.response(201, GateOut)
@token
@writes
def add_gate(data: dict[str, Any], slug: str) -> Any:
    """Add a gate to an event."""
    return doors.add_gate(actor(), _event(slug), **data)


@blueprint.route("/events/<slug>/scanners", methods=["GET"])
@blueprint.response(200, ScannerOut(many=True))
@token
def list_scanners(slug: str) -> Any:
    """List the scanners of an event whose doors you run."""
    return setup.list_scanners(_event(slug).id)


@blueprint.route("/events/<slug>/scanners", methods=["POST"])
@blueprint.arguments(ScannerSchema)
@blueprint.response(201, InvitedScannerOut)
@token
@tells_secret
@writes
def add_scanner(data: dict[str, Any], slug: str) -> dict[str, Any]:
    """Add a scanner; the code pairs a phone or a program with it, once and soon."""
    name, gate_id = data["device_name"], data["gate_id"]
    scanner, code = doors.invite_scanner(actor(), _event(slug), name=name, gate_id=gate_id)
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


@blueprint.route("/events/<slug>/walk-ins", methods=["POST"])
@blueprint.arguments(WalkInSchema)
@blueprint.response(201, WalkInOut)
@token
@writes
def add_walk_in(data: dict[str, Any], slug: str) -> dict[str, Any]:
    """Register somebody at the desk and let them in; a repeat is answered like the first."""
    event = get_managed_event(actor(), slug)
    ticket = admit_walk_in(actor(), event, **walk_in(data))
    own = {name: getattr(ticket, name, None) for name in WalkInOut().fields}
    return own | {"link": link_of(ticket), "code": token_of(ticket)}


@blueprint.route("/devices/pair", methods=["POST"])
@blueprint.arguments(PairingSchema)
@blueprint.response(201, PairedSchema)
@public
@brings_its_own_proof
@writes
def pair(data: dict[str, Any]) -> dict[str, Any]:
    """Turn the code of a scanner's link into its secret, once."""
    paired, secret = doors.pair_scanner(actor(), data["code"])
    return {
        "device_id": paired.id,
        "device_name": paired.name,
        "gate_name": paired.gate.name,
        "event_name": paired.event.name,
        "timezone": paired.event.timezone,
        "expires_at": paired.expires_at,
        "secret": secret,
    }


@blueprint.route("/devices/me")
@blueprint.response(200, DoorSchema)
@device
def me() -> Any:
    """Say where the scanner stands."""
    return _scanner().door


@blueprint.route("/scans", methods=["POST"])
@blueprint.arguments(ScanBatchSchema)
@blueprint.response(200, ScanResultsSchema)
@device
@writes
def scan(data: dict[str, Any]) -> dict[str, Any]:
    """Record scans, at most 500; each is answered, also what is refused."""
    incoming = [
        IncomingScan(str(one["client_id"]), one["code"], one["scanned_at"]) for one in data["scans"]
    ]
    return {"results": record_scans(actor(), incoming, data["sent_at"])}


def _scanner() -> Scanner:
    found = actor()
    if not isinstance(found, Scanner):
        raise Forbidden("scanner_required")
    return found
