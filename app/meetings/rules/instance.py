"""What is to be scheduled: meetings of participants in slots at tables, and what a schedule is.

The problem is the B2B meeting scheduling of Bofill and others (JAIR 74, 2022, 263-301), but a
meeting may have more than two participants and a weight. Slots and everything else are counted
from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Schedule = Mapping[int, int]  # the slot of each meeting that is held, by the meeting's number


@dataclass(frozen=True)
class Meeting:
    """Participants who want to meet, and in which slots they can.

    `fixed` is the slot that it has to take; `after` are meetings that have to be in earlier slots,
    if they are held at all.
    """

    participants: tuple[int, ...]
    slots: frozenset[int]
    weight: int = 1
    fixed: int | None = None
    after: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Instance:
    """A scheduling problem; `fairness` bounds how far apart the breaks of any two may be."""

    participants: int
    slots: int
    tables: int
    meetings: tuple[Meeting, ...]
    forbidden: Mapping[int, frozenset[int]] = field(default_factory=dict)
    fairness: int | None = 2

    @cached_property
    def meetings_of(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of each participant's meetings."""
        found: list[list[int]] = [[] for _ in range(self.participants)]
        for number, meeting in enumerate(self.meetings):
            for participant in meeting.participants:
                found[participant].append(number)
        return tuple(tuple(one) for one in found)

    def open_slots(self, number: int) -> list[int]:
        """Return the slots that a meeting can take: nobody in it is away, and its own."""
        meeting = self.meetings[number]
        away = frozenset[int]().union(
            *(self.forbidden.get(one, frozenset()) for one in meeting.participants)
        )
        wanted = meeting.slots if meeting.fixed is None else meeting.slots & {meeting.fixed}
        return sorted(wanted - away)
