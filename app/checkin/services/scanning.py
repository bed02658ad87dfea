"""Recording scans: each is decided once, stored whatever it is, and answered alike for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.checkin.policies import Door, Scanner
from app.checkin.queries import door as at_door
from app.checkin.queries.door import Holder, StoredScan
from app.checkin.rules import (
    Decision,
    Entry,
    Reading,
    Reason,
    Verdict,
    admit,
    corrected_time,
    is_clock_odd,
    reading_of,
)
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.errors import Forbidden, Invalid
from app.core.permissions import Permission
from app.tickets.rules.badge_token import read_token

MOST = 500
CODE_LENGTH = 200


@dataclass(frozen=True)
class IncomingScan:
    """A scan as a scanner sends it; its time is what the scanner's clock said, if it is one."""

    client_id: str
    code: str
    scanned_at: datetime | None = None


@dataclass(frozen=True)
class ScanResult:
    """The answer to one scan."""

    client_id: str
    verdict: Verdict
    reason: Reason
    scanned_at: datetime
    name: str = ""
    organisation: str = ""
    role: str = ""
    ticket_type: str = ""
    previous_at: datetime | None = None
    previous_gate: str = ""


@dataclass(frozen=True)
class Presented:
    """A fresh scan with what was read from its code and the time that we believe."""

    sent: IncomingScan
    at: datetime
    reading: Reading


def record_scans(
    actor: Actor, incoming: Sequence[IncomingScan], sent_at: datetime | None = None
) -> list[ScanResult]:
    """Record up to 500 scans of one scanner and return an answer to each, in their order.

    A scan that was sent before is answered as it was then. Refusals are stored like the rest.
    """
    if not isinstance(actor, Scanner):
        raise Forbidden("scanner_required")
    door = actor.door
    authorize(actor, Permission.CHECKIN_SCAN, door)
    if len(incoming) > MOST:
        raise Invalid("too_many_scans", field="scans", most=MOST)
    presented = _present(door, incoming, sent_at)
    holders, stored = _known(door, presented)
    fresh = [one for one in presented if one.sent.client_id not in stored]
    decided = settle(door, fresh, holders)
    answers = stored | _keep(door, fresh, holders, decided)
    return [_answer(answers[one.client_id], holders, decided) for one in incoming]


def _present(
    door: Door, incoming: Sequence[IncomingScan], sent_at: datetime | None
) -> list[Presented]:
    """Return the scans, each id once, read and in the order of their time."""
    received_at = clock.now()
    single = {one.client_id: one for one in reversed(incoming)}
    presented = [
        Presented(
            one,
            corrected_time(one.scanned_at, sent_at, received_at, door.paired_at),
            _read(door, one.code),
        )
        for one in single.values()
    ]
    return sorted(presented, key=lambda one: (one.at, one.sent.client_id))


def _read(door: Door, code: str) -> Reading:
    read = read_token(code, door.public_key, door.event_id)
    return reading_of(read, code, door.typing_key)


def _known(
    door: Door, presented: Sequence[Presented]
) -> tuple[dict[int, Holder], dict[str, StoredScan]]:
    """Return the tickets of the scans, and the answers of those that were sent before."""
    ids = {one.reading.ticket_id for one in presented if one.reading.ticket_id is not None}
    holders, stored = at_door.known_at_door(
        door.event_id, ids, [one.sent.client_id for one in presented]
    )
    # An id that comes back with another code is answered for the code of the first time.
    others = {one.ticket_id for one in stored.values() if one.ticket_id is not None} - ids
    return (holders | at_door.holders_of(door.event_id, others) if others else holders), stored


def settle(
    door: Door, fresh: Sequence[Presented], holders: Mapping[int, Holder]
) -> dict[str, Decision]:
    """Decide scans in their order and let in whom it says; the database has the last word."""
    decided: dict[str, Decision] = {}
    entries = {key: holder.entry for key, holder in holders.items() if holder.entry}
    admissions = {}
    for one in fresh:
        decision = _decide(door, one, holders, entries)
        decided[one.sent.client_id] = decision
        if decision.verdict is Verdict.GREEN and one.reading.ticket_id is not None:
            entries[one.reading.ticket_id] = Entry(one.at, door.gate_name, one.sent.client_id)
            admissions[one.reading.ticket_id] = _admission(door, one)
    won = at_door.insert_admissions(admissions.values())
    lost = admissions.keys() - won
    return _yield_to_others(door, fresh, decided, lost) if lost else decided


def _decide(
    door: Door,
    one: Presented,
    holders: Mapping[int, Holder],
    entries: Mapping[int, Entry],
) -> Decision:
    holder = holders.get(one.reading.ticket_id or 0)
    entry = entries.get(one.reading.ticket_id or 0)
    return admit(one.reading, holder.ticket if holder else None, entry, one.at, door.hours)


def _yield_to_others(
    door: Door, fresh: Sequence[Presented], decided: dict[str, Decision], lost: set[int]
) -> dict[str, Decision]:
    """Decide again what another scanner was faster with."""
    holders = at_door.holders_of(door.event_id, lost)
    entries = {key: holder.entry for key, holder in holders.items() if holder.entry}
    again = [one for one in fresh if one.reading.ticket_id in lost]
    return decided | {one.sent.client_id: _decide(door, one, holders, entries) for one in again}


def _admission(door: Door, one: Presented) -> dict[str, Any]:
    return {
        "ticket_id": one.reading.ticket_id,
        "event_id": door.event_id,
        "gate_id": door.gate_id,
        "scan_client_id": one.sent.client_id,
        "admitted_at": one.at,
    }


def _keep(
    door: Door,
    fresh: Sequence[Presented],
    holders: Mapping[int, Holder],
    decided: Mapping[str, Decision],
) -> dict[str, StoredScan]:
    """Store the fresh scans; a ticket that nobody knows cannot be referred to, its code is kept."""
    received_at = clock.now()
    return at_door.insert_scans(
        {
            "event_id": door.event_id,
            "gate_id": door.gate_id,
            "device_id": door.device_id,
            "client_id": one.sent.client_id,
            "ticket_id": one.reading.ticket_id if one.reading.ticket_id in holders else None,
            "code": storable(one.sent.code),
            "verdict": decided[one.sent.client_id].verdict.value,
            "reason": decided[one.sent.client_id].reason.value,
            "note": "clock" if is_clock_odd(one.sent.scanned_at, one.at) else "",
            "device_at": one.sent.scanned_at,
            "scanned_at": one.at,
            "received_at": received_at,
        }
        for one in fresh
    )


def storable(code: str) -> str:
    """Return a code as both databases can store it: no NUL, no half characters, not endless."""
    clean = code[:CODE_LENGTH].replace("\x00", "\ufffd")
    return clean.encode("utf-8", "replace").decode("utf-8")


def _answer(
    stored: StoredScan, holders: Mapping[int, Holder], decided: Mapping[str, Decision]
) -> ScanResult:
    result = ScanResult(stored.client_id, stored.verdict, stored.reason, stored.scanned_at)
    holder = holders.get(stored.ticket_id or 0)
    if holder is None:
        return result
    decision = decided.get(stored.client_id)
    previous = decision.previous if decision else holder.entry
    is_again = stored.reason is Reason.ALREADY_IN and previous is not None
    return replace(
        result,
        name=holder.name,
        organisation=holder.organisation,
        role=holder.role,
        ticket_type=holder.ticket_type,
        previous_at=previous.at if is_again and previous else None,
        previous_gate=previous.gate if is_again and previous else "",
    )
