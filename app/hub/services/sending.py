"""Giving out what a hub scanned: as a file, or straight to the main server where it is reached."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from app.checkin.models import Scan
from app.checkin.rules import Reason
from app.checkin.services.desk import BY_HAND
from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.core.work import Report, Work, kind_needs, start_work
from app.events.queries import get_event_by_id
from app.hub import queries
from app.hub.models import HubHome
from app.hub.queries import AT_ONCE
from app.hub.rules import FORMAT, VERSION, proof_of

SEND = "send_hub_scans"
KIND = "hub_sending"
PATIENCE = 20.0  # seconds
ENDED = (401, 403, 404)

kind_needs(KIND, Permission.CHECKIN_MANAGE, get_event_by_id)


def contents_of(home: HubHome, scans: Sequence[Scan]) -> dict[str, Any]:
    """Return scans as a file holds them, proved by the hub."""
    contents = {
        "format": FORMAT,
        "version": VERSION,
        "event": encode_id(home.event_id),
        "hub": encode_id(home.hub_id),
        "source": home.name,
        "devices": [
            {"id": encode_id(one.id), "name": one.name, "gate": encode_id(one.gate_id)}
            for one in queries.list_devices(home.event_id)
        ],
        "scans": [_carried(one) for one in scans],
    }
    return contents | {"proof": proof_of(home.secret, contents)}


def _carried(scan: Scan) -> dict[str, Any]:
    """Return a scan as it travels; `told` is what was shown at the door, by phone or by hub."""
    is_found = scan.code in ("", BY_HAND) and scan.ticket_id is not None
    return {
        "client_id": scan.client_id,
        "gate": encode_id(scan.gate_id),
        "device": scan.device_id and encode_id(scan.device_id),
        "code": scan.code,
        "ticket_id": encode_id(scan.ticket_id or 0) if is_found else None,
        "note": scan.note or (BY_HAND if is_found else ""),
        "scanned_at": scan.scanned_at.isoformat(),
        "direction": scan.direction,
        "told": scan.told or scan.verdict,
        "was_full": scan.reason == Reason.FULL,
        "sequence": scan.sequence,
    }


def file_of(home: HubHome) -> bytes:
    """Return every scan of a hub as a file; what the main server has already does no harm."""
    scans = queries.list_scans_after(home.event_id, 0)
    return json.dumps(contents_of(home, scans), ensure_ascii=False, indent=1).encode()


def start_sending(actor: Actor, home: HubHome, *, title: str = "", back_url: str = "") -> Work:
    """Have the scans that the main server lacks sent there by the worker."""
    authorize(actor, Permission.CHECKIN_MANAGE, home.event)
    if queries.count_scans(home)[1] == 0:
        raise Conflict("nothing_to_send")
    begun = start_work(actor, KIND, home.event_id, title=title, back_url=back_url)
    db.session.flush()
    jobs.enqueue(SEND, work_id=begun.id)
    return begun


def send_all(report: Report) -> None:
    """Send what the main server lacks, each part kept in mind once it was taken."""
    total, done = queries.count_scans(queries.get_home())[1], 0
    while True:
        home = queries.get_home()
        scans = queries.list_scans_after(home.event_id, home.sent_through, AT_ONCE)
        if not scans:
            return
        report(done, total)
        last, done = scans[-1].id, done + len(scans)
        _post(home.main_url, home.secret, contents_of(home, scans))
        with unit_of_work():
            sent = queries.get_home()
            sent.sent_through, sent.sent_at = last, clock.now()


def _post(main_url: str, secret: str, contents: dict[str, Any]) -> None:
    """Give one part to the main server; Conflict says what to do where it cannot be given."""
    asked = Request(  # noqa: S310 - the address came in a parcel that only its phrase opens
        f"{main_url}/api/v1/hub/scans",
        data=json.dumps(contents).encode(),
        headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
    )
    try:
        with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - as above
            answer.read()
    except HTTPError as error:
        is_over = error.code in ENDED
        raise Conflict("main_refuses" if is_over else "main_unreachable") from error
    except (URLError, TimeoutError, OSError) as error:
        raise Conflict("main_unreachable") from error
