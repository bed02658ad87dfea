"""Who owes what in a jury: for each juror, for each proposal, and who is reminded when.

Owed is a scorecard of a round that is open, by somebody whose marks count and who neither stepped
back nor is in conflict, and that was not handed in. Nothing else is ever missing from anybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

MOST_DAYS = 60
USUAL_DAYS = (7, 2)


@dataclass(frozen=True)
class Duty:
    """A standing assignment of a round that is open."""

    assignment_id: int
    juror_id: int
    juror: str
    proposal_id: int
    title: str
    challenge_id: int
    challenge: str
    round_id: int
    per_proposal: int
    due_on: date | None
    closes_at: datetime | None
    is_begun: bool
    is_done: bool


@dataclass
class Debtor:
    """A juror with what they have in hand, and what of it they owe."""

    juror_id: int
    name: str
    assigned: int = 0
    owed: list[Duty] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many they have handed in."""
        return self.assigned - len(self.owed)

    @property
    def due_on(self) -> date | None:
        """The first day on which something is due."""
        return min((one.due_on for one in self.owed if one.due_on), default=None)


@dataclass
class Awaited:
    """A proposal with how many scorecards it needs, has, and waits for."""

    proposal_id: int
    title: str
    challenge: str
    needed: int
    done: int = 0
    waits_for: list[str] = field(default_factory=list)

    @property
    def unassigned(self) -> int:
        """How many it lacks that nobody was given."""
        return max(self.needed - self.done - len(self.waits_for), 0)

    @property
    def has_quorum(self) -> bool:
        """Whether it has what it needs."""
        return self.done >= self.needed


def by_juror(duties: Iterable[Duty]) -> list[Debtor]:
    """Return the jurors, those who owe most first."""
    found: dict[int, Debtor] = {}
    for one in duties:
        juror = found.setdefault(one.juror_id, Debtor(one.juror_id, one.juror))
        juror.assigned += 1
        if not one.is_done:
            juror.owed.append(one)
    return sorted(found.values(), key=lambda one: (-len(one.owed), one.name, one.juror_id))


def by_proposal(duties: Iterable[Duty]) -> list[Awaited]:
    """Return the proposals, those that lack most first."""
    found: dict[tuple[int, int], Awaited] = {}
    for one in duties:
        awaited = found.setdefault(
            (one.round_id, one.proposal_id),
            Awaited(one.proposal_id, one.title, one.challenge, one.per_proposal),
        )
        if one.is_done:
            awaited.done += 1
        else:
            awaited.waits_for.append(one.juror)
    order = sorted(found.values(), key=lambda one: (one.challenge, one.title, one.proposal_id))
    return sorted(order, key=lambda one: one.done - one.needed)


def due_rounds(duties: Iterable[Duty], days: Collection[int], today: date) -> set[tuple[int, int]]:
    """Return round and days before its last day of the reminders that are due by today."""
    found = set()
    for one in duties:
        if one.is_done or one.due_on is None or today > one.due_on:
            continue
        left = (one.due_on - today).days
        found |= {(one.round_id, number) for number in days if left <= number}
    return found


def split(owed: Iterable[Duty], barred: Collection[int], room: int | None) -> list[Duty]:
    """Return what somebody may take over: nothing barred, and no more than there is room for."""
    free = [one for one in owed if one.proposal_id not in barred]
    return free if room is None else free[: max(room, 0)]


def group_by_challenge(duties: Iterable[Duty]) -> list[tuple[str, int, date | None]]:
    """Return how many scorecards are owed for each challenge, and until when."""
    found: dict[tuple[str, date | None], int] = defaultdict(int)
    for one in duties:
        found[one.challenge, one.due_on] += 1
    return [(title, number, day) for (title, day), number in sorted(found.items(), key=str)]
