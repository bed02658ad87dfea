"""Bringing back what was scanned at a hub or kept by a phone: each scan once, by the same rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from app.checkin.models import Gate, Scan, ScannerDevice
from app.checkin.queries.scanners import doors_at
from app.checkin.services.scanning import record_at
from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.files import Placed, path_of, remove_after_commit, store_placed
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.work import Work, kind_needs, start_work
from app.events.models import Event
from app.events.queries import get_event_by_id
from app.hub import queries
from app.hub.facts import HubScansMerged, ScansBrought
from app.hub.models import BroughtScans, VenueHub
from app.hub.rules import CarriedDevice, CarriedScan, is_proved

MERGE = "merge_brought_scans"
KIND = "brought_scans"

kind_needs(KIND, Permission.CHECKIN_MANAGE, get_event_by_id)


@dataclass(frozen=True)
class Merged:
    """What came of scans: how many were sent, were new here, and name no gate of the event."""

    number: int = 0
    fresh: int = 0
    astray: int = 0

    def __add__(self, other: "Merged") -> "Merged":
        """Return both together."""
        return Merged(
            self.number + other.number, self.fresh + other.fresh, self.astray + other.astray
        )


def bring_scans(
    actor: Actor,
    event: Event,
    contents: dict[str, Any],
    placed: Placed,
    *,
    title: str = "",
    back_url: str = "",
) -> Work:
    """Keep a file of scans and have it merged by the worker; the same file again does no harm."""
    authorize(actor, Permission.HUB_MERGE, event)
    if contents["event"] != event.id:
        raise Invalid("scans_of_other_event", field="file")
    hub = _hub_of(event, contents)
    work = start_work(actor, KIND, event.id, title=title, back_url=back_url)
    db.session.flush()
    brought = queries.find_brought(event.id, placed.sha256)
    if brought is None:
        brought = BroughtScans(
            id=new_id(),
            event_id=event.id,
            hub_id=hub and hub.id,
            source=contents["source"],
            sha256=placed.sha256,
            brought_by_id=actor.person_id,
            scans=len(contents["scans"]),
        )
        db.session.add(brought)
        record(
            ScansBrought(
                actor_id=actor.person_id,
                event_id=event.id,
                brought_id=brought.id,
                sha256=placed.sha256,
                number=brought.scans,
            )
        )
    if brought.file_id is None:
        brought.file = store_placed(placed)
    db.session.flush()
    jobs.enqueue(MERGE, work_id=work.id, brought_id=brought.id)
    return work


def _hub_of(event: Event, contents: dict[str, Any]) -> VenueHub | None:
    """Return the hub that gave a file out; None where a phone did."""
    if contents["hub"] is None:
        return None
    hub = queries.find_hub(event.id, contents["hub"])
    if hub is None:
        raise Invalid("scans_of_other_hub", field="file")
    if not is_proved(queries.secret_of(hub.id), contents["sent"]):
        raise Invalid("scans_changed", field="file")
    return hub


def merge_scans(
    event: Event,
    scans: Sequence[CarriedScan],
    devices: Iterable[CarriedDevice],
    hub_id: int | None,
) -> Merged:
    """Record scans of several gates in the current unit, at most 500; what is known stays as it is.

    They are decided anew: the main server knows what became of a ticket meanwhile. What was shown
    at the door stays with each.
    """
    if hub_id is not None:
        _hear_from(hub_id)
    of_event = select(Gate).where(Gate.event_id == event.id).options(joinedload(Gate.checkpoint))
    gates = {one.id: one for one in db.session.scalars(of_event)}
    known = _know(event.id, devices, gates)
    here = [one for one in scans if one.gate in gates]
    before = _count(event.id, here)
    doors = doors_at(event, (gates[key] for key in sorted({one.gate for one in here})))
    for (gate, device), some in groupby(sorted(here, key=_place(known)), key=_place(known)):
        door = replace(doors[gate], device_id=device, is_supervisor=True)
        record_at(door, [one.sent for one in some])
    merged = Merged(len(scans), _count(event.id, here) - before, len(scans) - len(here))
    if merged.fresh:
        _tell(event.id, hub_id, merged)
    return merged


def _place(known: set[int]) -> Any:
    """Return what sorts scans by where they were made; a scanner that nobody knows is none."""

    def place(one: CarriedScan) -> tuple[int, int]:
        return one.gate, one.device if one.device in known else 0

    return place


def _count(event_id: int, scans: Sequence[CarriedScan]) -> int:
    ids = [one.sent.client_id for one in scans]
    query = select(func.count()).where(Scan.event_id == event_id, Scan.client_id.in_(ids))
    return db.session.scalar(query) or 0


def _know(event_id: int, devices: Iterable[CarriedDevice], gates: dict[int, Gate]) -> set[int]:
    """Enter scanners that were paired at a hub, as some that scan no more; return those of here."""
    named = {one.id: one for one in devices}
    query = select(ScannerDevice.id, ScannerDevice.event_id).where(ScannerDevice.id.in_(named))
    there = {row.id: row.event_id for row in db.session.execute(query)}
    now = clock.now()
    for one in named.values():
        if one.id not in there and one.gate in gates:
            there[one.id] = event_id
            db.session.add(
                ScannerDevice(
                    id=one.id,
                    event_id=event_id,
                    gate_id=one.gate,
                    name=one.name,
                    paired_at=now,
                    revoked_at=now,
                    wiped_at=now,
                )
            )
    db.session.flush()
    return {key for key, of_event in there.items() if of_event == event_id}


def _hear_from(hub_id: int) -> None:
    """Note that a hub spoke; its row lets one merge of it after the other count what is new."""
    heard = update(VenueHub).where(VenueHub.id == hub_id).values(heard_at=clock.now())
    db.session.execute(heard)


def _tell(event_id: int, hub_id: int | None, merged: Merged) -> None:
    if hub_id is not None:
        counted = update(VenueHub).where(VenueHub.id == hub_id)
        db.session.execute(counted.values(scans=VenueHub.scans + merged.fresh))
    about = {"event_id": event_id, "hub_id": hub_id}
    record(HubScansMerged(number=merged.number, fresh=merged.fresh, **about))


def close_brought(brought: BroughtScans, merged: Merged) -> None:
    """Write down what came of a file, and throw it away: the scans are in the log now."""
    if brought.merged_at is None:
        brought.fresh, brought.astray = merged.fresh, merged.astray
    brought.merged_at = clock.now()
    if brought.file is not None:
        remove_after_commit(path_of(brought.file))
        db.session.delete(brought.file)
        brought.file = None
