"""Who is here, and what does not fit together: pure functions of the set of scans.

Any order of uploads gives the same answer, for each begins by sorting: by the time that we believe,
then by the scan's own id.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.checkin.rules.decision import Attempt, EntryRule, Pass, standing_entry
from app.checkin.rules.words import IN_REASONS, PASSING, Direction, Reason, Verdict


@dataclass(frozen=True)
class PastScan:
    """A stored scan, as far as presence needs it; `told` is what the scanner's own screen said."""

    client_id: str
    ticket_id: int | None
    gate_id: int
    scanned_at: datetime
    verdict: Verdict
    reason: Reason
    checkpoint_id: int = 0
    direction: Direction = Direction.IN
    device_id: int | None = None
    told: Verdict | None = None

    @property
    def counts(self) -> bool:
        """Whether it shows that a ticket's holder is here."""
        return self.reason in IN_REASONS

    @property
    def passes(self) -> bool:
        """Whether somebody went through."""
        return self.reason in PASSING

    @property
    def let_in(self) -> bool:
        """Whether the volunteer saw green for somebody who came in."""
        shown = self.verdict if self.told is None else self.told
        return self.passes and self.direction is Direction.IN and shown is Verdict.GREEN


def in_order(scans: Iterable[PastScan]) -> list[PastScan]:
    """Return scans by their time, each once."""
    return sorted(set(scans), key=lambda scan: (scan.scanned_at, scan.client_id))


@dataclass(frozen=True)
class Presence:
    """Who is here: each ticket's first scan; and scans by their reason, whoever they were of."""

    first: dict[int, PastScan]
    reasons: dict[Reason, int]

    @property
    def people(self) -> int:
        """The number of different people who came."""
        return len(self.first)

    def by_gate(self) -> dict[int, int]:
        """Return how many came in at each gate."""
        counts: dict[int, int] = {}
        for scan in self.first.values():
            counts[scan.gate_id] = counts.get(scan.gate_id, 0) + 1
        return counts


def presence(scans: Iterable[PastScan]) -> Presence:
    """Return who is here, from the set of scans; neither order nor repetition matters."""
    first: dict[int, PastScan] = {}
    reasons: dict[Reason, int] = {}
    for scan in in_order(scans):
        reasons[scan.reason] = reasons.get(scan.reason, 0) + 1
        if scan.ticket_id is not None and scan.counts:
            first.setdefault(scan.ticket_id, scan)
    return Presence(first, reasons)


def inside(scans: Iterable[PastScan], moving: Collection[int] = ()) -> dict[int, set[int]]:
    """Return the tickets inside each checkpoint.

    Of the `moving` checkpoints nobody can be in two: going into one is leaving the other.
    """
    places: dict[int, set[int]] = {}
    for scan in in_order(scans):
        if scan.ticket_id is None or not scan.passes:
            continue
        left = moving if scan.checkpoint_id in moving else (scan.checkpoint_id,)
        for checkpoint_id in left:
            places.setdefault(checkpoint_id, set()).discard(scan.ticket_id)
        if scan.direction is Direction.IN:
            places.setdefault(scan.checkpoint_id, set()).add(scan.ticket_id)
    return places


@dataclass(frozen=True)
class Clash:
    """One ticket that was let in more often than its rule allows: the scans that said green."""

    ticket_id: int
    checkpoint_id: int
    scans: tuple[PastScan, ...]

    @property
    def key(self) -> str:
        """What names it, whatever order its scans came in: the scan that began it."""
        return self.scans[0].client_id


def clashes(scans: Iterable[PastScan], checkpoints: Mapping[int, EntryRule]) -> list[Clash]:
    """Return what two scanners that knew nothing of each other both let in, by its beginning."""
    found: dict[str, list[PastScan]] = {}
    for own in _by_ticket_and_checkpoint(scans).values():
        passes: list[Pass] = []
        known = {scan.client_id: scan for scan in own}
        for scan in own:
            rule = checkpoints.get(scan.checkpoint_id)
            earlier = standing_entry(rule, passes, Attempt(scan.scanned_at)) if rule else None
            if scan.let_in and earlier is not None:
                found.setdefault(earlier.client_id, [known[earlier.client_id]]).append(scan)
            else:
                passes.append(Pass(scan.scanned_at, scan.client_id, scan.direction))
    made = [
        Clash(some[0].ticket_id or 0, some[0].checkpoint_id, tuple(some)) for some in found.values()
    ]
    return sorted(made, key=lambda clash: (clash.scans[0].scanned_at, clash.key))


def _by_ticket_and_checkpoint(
    scans: Iterable[PastScan],
) -> dict[tuple[int, int], Sequence[PastScan]]:
    """Return what went through, each ticket's at each checkpoint apart, in order."""
    groups: dict[tuple[int, int], list[PastScan]] = {}
    for scan in in_order(scans):
        if scan.ticket_id is not None and (scan.let_in or scan.direction is Direction.OUT):
            groups.setdefault((scan.ticket_id, scan.checkpoint_id), []).append(scan)
    return dict(groups)


@dataclass(frozen=True)
class Arrivals:
    """How many came within one stretch of time."""

    starts_at: datetime
    people: int


def arrivals_by(times: Iterable[datetime], step: timedelta) -> list[Arrivals]:
    """Return arrivals per stretch of time, from the first to the last, the empty ones too."""
    seconds = int(step.total_seconds())
    slots = sorted(int(at.timestamp()) // seconds for at in times)
    if not slots:
        return []
    counts = dict.fromkeys(range(slots[0], slots[-1] + 1), 0)
    for slot in slots:
        counts[slot] += 1
    return [
        Arrivals(datetime.fromtimestamp(slot * seconds, UTC), people)
        for slot, people in counts.items()
    ]
