"""Whether a schedule holds to every rule; knows nothing of how it was found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.meetings.rules.instance import Instance, Schedule
from app.meetings.rules.measures import count_breaks


class Broken(StrEnum):
    """Which rule a schedule breaks."""

    UNKNOWN_MEETING = "unknown_meeting"
    NOT_HELD = "not_held"
    SLOT_OUTSIDE = "slot_outside"
    SESSION = "session"
    FIXED = "fixed"
    AWAY = "away"
    TWO_AT_ONCE = "two_at_once"
    TABLES = "tables"
    ORDER = "order"
    FAIRNESS = "fairness"


@dataclass(frozen=True)
class Fault:
    """A broken rule, and where: the meeting, the participant and the slot as far as they matter."""

    rule: Broken
    meeting: int | None = None
    participant: int | None = None
    slot: int | None = None


def check(instance: Instance, schedule: Schedule, *, all_held: bool = True) -> list[Fault]:
    """Return every rule that a schedule breaks; `all_held` is whether no meeting may be missing."""
    unknown = [one for one in schedule if not 0 <= one < len(instance.meetings)]
    known = {one: slot for one, slot in schedule.items() if one not in unknown}
    faults = [Fault(Broken.UNKNOWN_MEETING, one) for one in unknown]
    if all_held:
        missing = set(range(len(instance.meetings))) - known.keys()
        faults += [Fault(Broken.NOT_HELD, one) for one in sorted(missing)]
    for number, slot in sorted(known.items()):
        faults += _of_meeting(instance, known, number, slot)
    faults += _at_once(instance, known)
    faults += _tables(instance, known)
    faults += _fairness(instance, known)
    return faults


def _of_meeting(instance: Instance, schedule: Schedule, number: int, slot: int) -> Iterator[Fault]:
    meeting = instance.meetings[number]
    if not 0 <= slot < instance.slots:
        yield Fault(Broken.SLOT_OUTSIDE, number, slot=slot)
        return
    if slot not in meeting.slots:
        yield Fault(Broken.SESSION, number, slot=slot)
    if meeting.fixed is not None and slot != meeting.fixed:
        yield Fault(Broken.FIXED, number, slot=slot)
    for one in meeting.participants:
        if slot in instance.forbidden.get(one, frozenset()):
            yield Fault(Broken.AWAY, number, one, slot)
    for earlier in sorted(meeting.after):
        if earlier in schedule and schedule[earlier] >= slot:
            yield Fault(Broken.ORDER, number, slot=slot)


def _at_once(instance: Instance, schedule: Schedule) -> Iterator[Fault]:
    for participant, numbers in enumerate(instance.meetings_of):
        taken = Counter(schedule[one] for one in numbers if one in schedule)
        for slot in sorted(slot for slot, count in taken.items() if count > 1):
            yield Fault(Broken.TWO_AT_ONCE, participant=participant, slot=slot)


def _tables(instance: Instance, schedule: Schedule) -> Iterator[Fault]:
    for slot, count in sorted(Counter(schedule.values()).items()):
        if count > instance.tables:
            yield Fault(Broken.TABLES, slot=slot)


def _fairness(instance: Instance, schedule: Schedule) -> Iterator[Fault]:
    if instance.fairness is None or not instance.participants:
        return
    breaks = count_breaks(instance, schedule)
    if max(breaks) - min(breaks) > instance.fairness:
        yield Fault(Broken.FAIRNESS, participant=breaks.index(max(breaks)))
