"""Recording scans: each is decided once, stored whatever it is, and answered alike for ever."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.checkin.policies import Door, Scanner
from app.checkin.queries import door as at_door
from app.checkin.queries.door import Holder, StoredScan
from app.checkin.rules import (
    Attempt,
    Decision,
    Direction,
    Entries,
    IncomingScan,
    Pass,
    Reading,
    Reason,
    Verdict,
    corrected_time,
    decide,
    is_clock_odd,
    occasion_of,
    reading_of,
)
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.errors import Forbidden, Invalid
from app.core.permissions import Permission
from app.tickets.rules.badge_token import read_token

MOST = 500
CODE_LENGTH = 200
NEWS = timedelta(seconds=10)
TRIES = 3  # to let somebody in while other scanners do


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
    actor: Actor,
    incoming: Sequence[IncomingScan],
    sent_at: datetime | None = None,
    waiting: int | None = None,
) -> list[ScanResult]:
    """Record up to 500 scans of one scanner and return an answer to each, in their order.

    A scan that was sent before is answered as it was then. Refusals are stored like the rest.
    `waiting` is how many the scanner has yet to send.
    """
    if not isinstance(actor, Scanner):
        raise Forbidden("scanner_required")
    door = actor.door
    authorize(actor, Permission.CHECKIN_SCAN, door)
    if len(incoming) > MOST:
        raise Invalid("too_many_scans", field="scans", most=MOST)
    answers = record_at(door, incoming, sent_at)
    _hear_from(door, sent_at, waiting)
    return answers


def record_at(
    door: Door, incoming: Sequence[IncomingScan], sent_at: datetime | None = None
) -> list[ScanResult]:
    """Record what was read at a door by whoever is known to stand there."""
    presented = _present(door, incoming, sent_at)
    holders, stored = _known(door, presented)
    fresh = [one for one in presented if one.sent.client_id not in stored]
    decided = settle(door, fresh, holders)
    answers = stored | _keep(door, fresh, holders, decided)
    return [_answer(answers[one.client_id], holders, decided) for one in incoming]


def _hear_from(door: Door, sent_at: datetime | None, waiting: int | None) -> None:
    """Note that a scanner spoke, unless it did a moment ago with as many scans to send."""
    now = clock.now()
    is_news = door.seen_at is None or now - door.seen_at > NEWS
    if waiting is None or not (is_news or waiting != door.waiting):
        return
    fault = now - sent_at if sent_at is not None else timedelta(0)
    at_door.hear_from(door.device_id, now, waiting, int(fault.total_seconds() * 1000))


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
            _read(door, one),
        )
        for one in single.values()
    ]
    return sorted(presented, key=lambda one: (one.at, one.sent.client_id))


def _read(door: Door, sent: IncomingScan) -> Reading:
    """Return what a scan says; whom it names without a badge counts from a supervisor alone."""
    if sent.ticket_id is not None:
        is_told = door.is_supervisor and bool(sent.note.strip())
        return Reading(sent.ticket_id) if is_told else Reading(refusal=Reason.MALFORMED)
    read = read_token(sent.code, door.public_keys, door.event_id)
    return reading_of(read, sent.code, door.typing_keys)


def _known(
    door: Door, presented: Sequence[Presented]
) -> tuple[dict[int, Holder], dict[str, StoredScan]]:
    """Return the tickets of the scans, and the answers of those that were sent before."""
    ids = {one.reading.ticket_id for one in presented if one.reading.ticket_id is not None}
    holders, stored = at_door.known_at_door(
        door.event_id, door.checkpoint_id, ids, [one.sent.client_id for one in presented]
    )
    # An id that comes back with another code is answered for the code of the first time.
    others = {one.ticket_id for one in stored.values() if one.ticket_id is not None} - ids
    if others:
        holders |= at_door.holders_of(door.event_id, door.checkpoint_id, others)
    return holders, stored


def settle(
    door: Door,
    fresh: Sequence[Presented],
    holders: Mapping[int, Holder],
    *,
    won: Collection[str] = (),
    tries: int = TRIES,
) -> dict[str, Decision]:
    """Decide scans in their order and let in whom it says; the database has the last word.

    Where another scanner was faster, what it wrote is known by now and it is decided again; `won`
    are the scans that let somebody in before that.
    """
    crowd = Crowd(door, holders)
    decided = {one.sent.client_id: crowd.decide(one) for one in fresh}
    claims = {key: row for key, row in crowd.admissions.items() if key not in won}
    got = at_door.insert_admissions(claims.values())
    lost = claims.keys() - got
    if not lost:
        return decided
    if tries == 1:
        return decided | dict.fromkeys(lost, Decision(Verdict.AMBER, Reason.ALREADY_IN))
    tickets = {row["ticket_id"] for key, row in claims.items() if key in lost}
    known = at_door.holders_of(door.event_id, door.checkpoint_id, tickets)
    again = [one for one in fresh if one.reading.ticket_id in tickets]
    return decided | settle(door, again, known, won=got.union(won), tries=tries - 1)


class Crowd:
    """Those who are let in one after the other, each knowing of the ones before."""

    def __init__(self, door: Door, holders: Mapping[int, Holder]) -> None:
        self.door = door
        self.holders = holders
        self.passes = {key: list(holder.passes) for key, holder in holders.items()}
        self.admissions: dict[str, dict[str, Any]] = {}
        self._inside: int | None = None

    def decide(self, one: Presented) -> Decision:
        """Decide one scan and remember who passed."""
        holder = self.holders.get(one.reading.ticket_id or 0)
        attempt = Attempt(one.at, one.sent.direction, self._count_inside(one))
        if holder is None:
            return decide(one.reading, None, self.door.rule, (), attempt)
        key = holder.ticket.ticket_id
        decision = decide(one.reading, holder.ticket, self.door.rule, self.passes[key], attempt)
        if decision.verdict is Verdict.GREEN or decision.reason is Reason.NEVER_IN:
            self._let_through(one, key, decision, attempt)
        return decision

    def _count_inside(self, one: Presented) -> int:
        """Return how many are inside, as far as that matters.

        Whoever was let in by a scanner without a network is in, however full it was; whom it sent
        away for want of room was sent away, however much there is by now.
        """
        if self.door.rule.capacity is None:
            return 0
        if one.sent.told is not None:
            return self.door.rule.capacity if one.sent.was_full else 0
        if self._inside is None:
            self._inside = at_door.count_inside(
                self.door.event_id, self.door.checkpoint_id, is_exclusive=self.door.is_exclusive
            )
        return self._inside

    def _let_through(
        self, one: Presented, ticket_id: int, decision: Decision, attempt: Attempt
    ) -> None:
        rule, passes = self.door.rule, self.passes[ticket_id]
        is_in = attempt.direction is Direction.IN
        is_counted = rule.entries is not Entries.ANY or decision.reason is Reason.FIRST_TIME
        if is_in and is_counted:
            self.admissions[one.sent.client_id] = {
                "ticket_id": ticket_id,
                "checkpoint_id": self.door.checkpoint_id,
                "occasion": occasion_of(rule, passes, attempt),
                "event_id": self.door.event_id,
                "gate_id": self.door.gate_id,
                "scan_client_id": one.sent.client_id,
                "admitted_at": one.at,
            }
        passes.append(Pass(one.at, one.sent.client_id, attempt.direction, self.door.gate_name))
        if self._inside is not None:
            self._inside += 1 if is_in else -1


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
            "device_id": door.device_id or None,
            "person_id": door.typed_by_id,
            "client_id": one.sent.client_id,
            "ticket_id": one.reading.ticket_id if one.reading.ticket_id in holders else None,
            "code": storable(one.sent.code),
            "verdict": decided[one.sent.client_id].verdict.value,
            "reason": decided[one.sent.client_id].reason.value,
            "direction": one.sent.direction.value,
            "told": one.sent.told.value if one.sent.told else "",
            "sequence": one.sent.sequence,
            "note": _note(one),
            "device_at": one.sent.scanned_at,
            "scanned_at": one.at,
            "received_at": received_at,
        }
        for one in fresh
    )


def _note(one: Presented) -> str:
    """Return why somebody was let in without a badge, or that the scanner's clock is odd."""
    if one.sent.note:
        return one.sent.note
    return "clock" if is_clock_odd(one.sent.scanned_at, one.at) else ""


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
