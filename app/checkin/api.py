"""What scanners call: pair once, ask where they stand, send scans."""

from typing import Any

from flask_smorest import Blueprint

from app.checkin.policies import Scanner
from app.checkin.queries.door import find_scanner
from app.checkin.schemas import (
    DoorSchema,
    PairedSchema,
    PairingSchema,
    ScanBatchSchema,
    ScanResultsSchema,
)
from app.checkin.services.doors import pair_scanner
from app.checkin.services.scanning import IncomingScan, record_scans
from app.core import clock, tokens
from app.core.errors import Forbidden
from app.web.guards import actor, device, loads_bearers, public, writes

blueprint = Blueprint("checkin-api", __name__, description="Scanners at the door")


def brings_its_own_proof(view: Any) -> Any:
    """Mark a view that no cookie authenticates, so that a forged request gains nothing."""
    view.csrf_exempt = True
    return view


@loads_bearers("dev_")
def load_scanner(secret: str) -> Scanner | None:
    """Return the scanner that a secret belongs to."""
    return find_scanner(tokens.hash_secret(secret), clock.now())


@blueprint.route("/devices/pair", methods=["POST"])
@blueprint.arguments(PairingSchema)
@blueprint.response(201, PairedSchema)
@public
@brings_its_own_proof
@writes
def pair(data: dict[str, Any]) -> dict[str, Any]:
    """Turn the code of a scanner's link into its secret, once."""
    paired, secret = pair_scanner(actor(), data["code"])
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
