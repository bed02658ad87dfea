"""Who is let in, and who is inside: pure decisions over what was read and what is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.tickets.rules.badge_token import Refusal, TicketToken
from app.tickets.rules.typed_code import read_typed_code

# Doors open before an event begins, and it takes a while until the last have left.
BEFORE = timedelta(hours=12)
AFTER = timedelta(hours=12)
# Uploads of the last hours may still come after the event.
SCANNING_TIME = timedelta(hours=24)
# A scanner's clock is believed within these bounds; a larger step is a broken or a lying clock.
STEP = timedelta(minutes=10)


class Verdict(StrEnum):
    """What the whole screen says."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Reason(StrEnum):
    """Why it says so."""

    FIRST_TIME = "first_time"
    ALREADY_IN = "already_in"
    NOT_TODAY = "not_today"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"
    BAD_SIGNATURE = "bad_signature"
    FOREIGN_EVENT = "foreign_event"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Reading:
    """What a code says: a ticket and its badge's epoch, or why it is none of ours.

    Somebody let in by hand shows no badge, so the epoch is None.
    """

    ticket_id: int | None = None
    epoch: int | None = None
    refusal: Reason | None = None


@dataclass(frozen=True)
class Days:
    """The days on which a ticket opens the door, as the event's place counts them."""

    first: date | None = None
    last: date | None = None

    def have(self, day: date) -> bool:
        """Whether a day is one of them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


EVERY_DAY = Days()


@dataclass(frozen=True)
class KnownTicket:
    """What the door must know of a ticket."""

    ticket_id: int
    epoch: int
    is_valid: bool
    days: Days = EVERY_DAY


@dataclass(frozen=True)
class Entry:
    """The first time that a ticket was let in: when, where, and by which scan."""

    at: datetime
    gate: str
    client_id: str = ""


@dataclass(frozen=True)
class Decision:
    """What comes of one reading."""

    verdict: Verdict
    reason: Reason
    previous: Entry | None = None


@dataclass(frozen=True)
class Hours:
    """When the doors of an event are open, and in which zone its days begin."""

    opens_at: datetime
    closes_at: datetime
    zone: str

    def admit(self, at: datetime, days: Days) -> bool:
        """Whether the doors are open at an instant for a ticket of some days."""
        if not self.opens_at <= at <= self.closes_at:
            return False
        return days == EVERY_DAY or days.have(at.astimezone(ZoneInfo(self.zone)).date())


def door_hours(starts_at: datetime, ends_at: datetime, zone: str) -> Hours:
    """Return the doors' hours: from twelve before the event begins until twelve after its end."""
    return Hours(starts_at - BEFORE, ends_at + AFTER, zone)


def reading_of(read: TicketToken | Refusal, text: str, key: bytes) -> Reading:
    """Return what a code says: a badge's, or else one that was typed and proves itself."""
    if isinstance(read, TicketToken):
        return Reading(read.ticket_id, read.epoch)
    typed = read_typed_code(text, key) if read is Refusal.MALFORMED else None
    if typed is not None:
        return Reading(typed.ticket_id, typed.epoch)
    return Reading(refusal=Reason(read.value))


def admit(
    reading: Reading,
    ticket: KnownTicket | None,
    previous: Entry | None,
    at: datetime,
    hours: Hours,
) -> Decision:
    """Decide one reading: green once, amber to think about, red for what opens no door.

    What is wrong with the code comes first, then the ticket, then the day, then an earlier entry.
    So whether a scan counts hangs on its time alone, not on what was uploaded before it.
    """
    refusal = _refusal(reading, ticket)
    if refusal is not None:
        return Decision(Verdict.RED, refusal)
    if ticket is not None and not hours.admit(at, ticket.days):
        return Decision(Verdict.AMBER, Reason.NOT_TODAY)
    if previous is not None:
        return Decision(Verdict.AMBER, Reason.ALREADY_IN, previous)
    return Decision(Verdict.GREEN, Reason.FIRST_TIME)


def _refusal(reading: Reading, ticket: KnownTicket | None) -> Reason | None:
    """Return why a code opens no door at all, if it does not."""
    if reading.refusal is not None:
        return reading.refusal
    if ticket is None:
        return Reason.UNKNOWN
    if not ticket.is_valid:
        return Reason.CANCELLED
    if reading.epoch is not None and reading.epoch != ticket.epoch:
        return Reason.REPLACED
    return None


def corrected_time(
    scanned_at: datetime | None,
    sent_at: datetime | None,
    received_at: datetime,
    paired_at: datetime,
) -> datetime:
    """Return when a scan really was, from a clock that may be wrong, broken or lying.

    The difference between the scanner's time of sending and ours is taken off. No scan is later
    than its arrival nor earlier than the pairing of its scanner.
    """
    if scanned_at is None:
        return received_at
    fault = received_at - sent_at if sent_at is not None else timedelta(0)
    return min(max(scanned_at + fault, paired_at), received_at)


def is_clock_odd(scanned_at: datetime | None, corrected: datetime) -> bool:
    """Whether a scanner's own time had to be moved so far that somebody should look at it."""
    return scanned_at is None or abs(scanned_at - corrected) > STEP


@dataclass(frozen=True)
class PastScan:
    """A stored scan, as far as presence needs it."""

    client_id: str
    ticket_id: int | None
    gate_id: int
    scanned_at: datetime
    verdict: Verdict
    reason: Reason

    @property
    def counts(self) -> bool:
        """Whether it shows that a ticket's holder is here."""
        return self.reason in (Reason.FIRST_TIME, Reason.ALREADY_IN)


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
    for scan in sorted(set(scans), key=lambda scan: (scan.scanned_at, scan.client_id)):
        reasons[scan.reason] = reasons.get(scan.reason, 0) + 1
        if scan.ticket_id is not None and scan.counts:
            first.setdefault(scan.ticket_id, scan)
    return Presence(first, reasons)


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
