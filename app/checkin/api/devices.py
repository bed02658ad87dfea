"""What scanners call: pair once, take what they decide with along, send scans."""

from typing import Any

from app.checkin import schemas
from app.checkin.api.frame import blueprint
from app.checkin.policies import Scanner
from app.checkin.queries.bundle import list_passes, read_bundle, read_part, read_people
from app.checkin.queries.scanners import find_scanner
from app.checkin.services import doors
from app.checkin.services.scanning import record_scans
from app.core import clock, tokens
from app.core.errors import Forbidden
from app.web.guards import actor, device, loads_bearers, public, writes


def brings_its_own_proof(view: Any) -> Any:
    """Mark a view that no cookie authenticates, so that a forged request gains nothing."""
    view.csrf_exempt = True
    return view


@loads_bearers("dev_")
def load_scanner(secret: str) -> Scanner | None:
    """Return the scanner that a secret belongs to."""
    return find_scanner(tokens.hash_secret(secret), clock.now())


@blueprint.route("/devices/pair", methods=["POST"])
@blueprint.arguments(schemas.PairingSchema)
@blueprint.response(201, schemas.PairedSchema)
@public
@brings_its_own_proof
@writes
def pair(data: dict[str, Any]) -> dict[str, Any]:
    """Turn the code of a scanner's link into its secret, once."""
    paired, secret = doors.pair_scanner(actor(), data["code"])
    return {
        "device_id": paired.id,
        "device_name": paired.name,
        "event_id": paired.event_id,
        "gate_id": paired.gate_id,
        "gate_name": paired.gate.name,
        "event_name": paired.event.name,
        "timezone": paired.event.timezone,
        "expires_at": paired.expires_at,
        "secret": secret,
    }


@blueprint.route("/devices/me")
@blueprint.response(200, schemas.DoorSchema)
@device
def me() -> Any:
    """Say where the scanner stands."""
    return _scanner().door


@blueprint.route("/devices/me/bundle")
@blueprint.response(200, schemas.BundleOut)
@device
def bundle() -> Any:
    """Give what a scanner decides with when there is no network, and the digests of its parts."""
    return read_bundle(_scanner())


@blueprint.route("/devices/me/bundle/<int:part>")
@blueprint.response(200, schemas.BundlePartOut)
@device
def bundle_part(part: int) -> Any:
    """Give the tickets of one part; names stay sealed until the badge is shown."""
    return read_part(_scanner(), part)


@blueprint.route("/devices/me/passes")
@blueprint.arguments(schemas.PassesQuery, location="query")
@blueprint.response(200, schemas.PassesOut)
@device
def passes(asked: dict[str, Any]) -> Any:
    """Give who passed the scanner's checkpoint since the last time it asked."""
    return list_passes(_scanner(), asked["after"])


@blueprint.route("/devices/me/people")
@blueprint.response(200, schemas.PeopleOut)
@device
def people() -> Any:
    """Give a supervisor's scanner whom it finds by name, sealed with its phrase."""
    return read_people(_scanner())


@blueprint.route("/devices/wiped", methods=["POST"])
@blueprint.arguments(schemas.WipedSchema)
@blueprint.response(200, schemas.WipedOut)
@public
@brings_its_own_proof
@writes
def wiped(data: dict[str, Any]) -> dict[str, Any]:
    """Note that a phone which may scan no more has forgotten everybody."""
    return {"is_wiped": doors.confirm_wipe(actor(), data["secret"])}


@blueprint.route("/scans", methods=["POST"])
@blueprint.arguments(schemas.ScanBatchSchema)
@blueprint.response(200, schemas.ScanResultsSchema)
@device
@writes
def scan(data: dict[str, Any]) -> dict[str, Any]:
    """Record scans, at most 500; each is answered, also what is refused."""
    incoming = [schemas.scan_in(one) for one in data["scans"]]
    return {"results": record_scans(actor(), incoming, data["sent_at"], data["waiting"])}


def _scanner() -> Scanner:
    found = actor()
    if not isinstance(found, Scanner):
        raise Forbidden("scanner_required")
    return found
