"""The problem in clauses: what a SAT solver is asked, and what it may leave for a price.

After Bofill and others (JAIR 74, 2022, 263-301), with their two implied constraints: everybody is
busy in exactly as many slots as they have meetings, and in a slot no more people are busy than
its tables seat. A break of somebody is a slot in which they are idle between two meetings and busy
right after; every one costs 1.
"""

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from app.meetings.rules.instance import Instance, Schedule

Clause = list[int]


@dataclass
class Encoding:
    """The clauses of an instance; `breaks` are the literals that cost 1 each."""

    instance: Instance
    clauses: list[Clause] = field(default_factory=list)
    takes: dict[tuple[int, int], int] = field(default_factory=dict)  # of meeting and slot
    busy: dict[tuple[int, int], int] = field(default_factory=dict)  # of participant and slot
    held: list[Clause] = field(default_factory=list)  # of each meeting: some slot is taken
    breaks: list[int] = field(default_factory=list)
    top: int = 0

    def new(self) -> int:
        """Return a variable that nobody used."""
        self.top += 1
        return self.top

    def schedule_in(self, model: list[int]) -> Schedule:
        """Return the schedule that a model of the clauses stands for."""
        true = {one for one in model if one > 0}
        return {meeting: slot for (meeting, slot), one in self.takes.items() if one in true}

    def at_most(self, literals: list[int], bound: int) -> None:
        """Let at most some of the literals be true."""
        self._count(literals, bound, "atmost")

    def exactly(self, literals: list[int], bound: int) -> None:
        """Let exactly some of the literals be true."""
        self._count(literals, bound, "equals")

    def _count(self, literals: list[int], bound: int, kind: str) -> None:
        if bound >= len(literals) and kind == "atmost":
            return
        from pysat.card import CardEnc, EncType

        make: Any = getattr(CardEnc, kind)
        made = make(literals, bound=bound, top_id=self.top, encoding=EncType.seqcounter)
        self.clauses += made.clauses
        self.top = max(self.top, made.nv)


def encode(instance: Instance) -> Encoding:
    """Return the clauses of an instance in which every meeting is held."""
    made = Encoding(instance)
    _place(made)
    made.clauses += made.held
    _keep_busy(made)
    _be_as_busy_as_wanted(made)
    _seat(made)
    _order(made)
    counted = _count_breaks(made)
    if instance.fairness is not None:
        _be_fair(made, counted, instance.fairness)
    return made


def encode_choice(instance: Instance) -> Encoding:
    """Return the clauses of an instance in which meetings may be left out; breaks do not matter."""
    made = Encoding(instance)
    _place(made)
    _keep_busy(made)
    _seat(made)
    _order(made)
    return made


def _place(made: Encoding) -> None:
    """Give every meeting one slot at most."""
    for number in range(len(made.instance.meetings)):
        own = []
        for slot in made.instance.open_slots(number):
            made.takes[number, slot] = made.new()
            own.append(made.takes[number, slot])
        made.held.append(own)
        made.clauses += [[-one, -other] for one, other in combinations(own, 2)]


def _keep_busy(made: Encoding) -> None:
    """Let nobody meet twice in a slot, and know when everybody is busy."""
    for participant, numbers in enumerate(made.instance.meetings_of):
        for slot in range(made.instance.slots):
            own = [made.takes[one, slot] for one in numbers if (one, slot) in made.takes]
            if not own:
                continue
            busy = made.busy[participant, slot] = made.new()
            made.clauses.append([-busy, *own])
            made.clauses += [[-one, busy] for one in own]
            made.clauses += [[-one, -other] for one, other in combinations(own, 2)]


def _be_as_busy_as_wanted(made: Encoding) -> None:
    """Let everybody be busy in exactly as many slots as they have meetings."""
    for participant, numbers in enumerate(made.instance.meetings_of):
        own = [
            made.busy[participant, slot]
            for slot in range(made.instance.slots)
            if (participant, slot) in made.busy
        ]
        if len(numbers) <= len(own):
            made.exactly(own, len(numbers))
        else:
            made.clauses.append([])


def _seat(made: Encoding) -> None:
    """Hold no more meetings in a slot than there are tables."""
    largest = max((len(one.participants) for one in made.instance.meetings), default=0)
    for slot in range(made.instance.slots):
        held = [one for (_number, at), one in made.takes.items() if at == slot]
        made.at_most(held, made.instance.tables)
        busy = [one for (_person, at), one in made.busy.items() if at == slot]
        made.at_most(busy, made.instance.tables * largest)


def _order(made: Encoding) -> None:
    """Hold a meeting after those that have to be before it."""
    for number, meeting in enumerate(made.instance.meetings):
        for earlier in meeting.after:
            for slot in made.instance.open_slots(number):
                late = [
                    made.takes[earlier, at]
                    for at in made.instance.open_slots(earlier)
                    if at >= slot
                ]
                made.clauses += [[-made.takes[number, slot], -one] for one in late]


def _count_breaks(made: Encoding) -> list[list[int]]:
    """Return the breaks of each participant as literals, one for each slot that can end one."""
    return [_breaks_of(made, one) for one in range(made.instance.participants)]


def _breaks_of(made: Encoding, participant: int) -> list[int]:
    own: list[int] = []
    if len(made.instance.meetings_of[participant]) <= 1:
        return own  # nothing to wait between
    begun: int | None = None  # whether they met somebody in this slot or before
    for slot in range(made.instance.slots):
        busy = made.busy.get((participant, slot))
        following = made.busy.get((participant, slot + 1))
        if begun is not None and following is not None:
            ends = made.new()
            idle = [] if busy is None else [busy]
            made.clauses.append([ends, -begun, *idle, -following])
            made.clauses += [[-ends, begun], [-ends, following]]
            made.clauses += [[-ends, -one] for one in idle]
            own.append(ends)
        begun = _begun(made, begun, busy)
    made.breaks += own
    return own


def _begun(made: Encoding, before: int | None, busy: int | None) -> int | None:
    if busy is None or before is None:
        return before if busy is None else busy
    begun = made.new()
    made.clauses += [[-begun, before, busy], [begun, -before], [begun, -busy]]
    return begun


def _be_fair(made: Encoding, counted: list[list[int]], most: int) -> None:
    """Let the breaks of any two participants differ by so many at most."""
    longest = max(map(len, counted), default=0)
    if longest <= most:
        return
    if any(not one for one in counted):
        for own in counted:
            made.at_most(own, most)
        return
    reached = [_reached(made, own) for own in counted]
    for level in range(most, longest):
        everybody = made.new()  # somebody has more breaks than level, so all have enough of them
        for own, levels in zip(counted, reached, strict=True):
            made.clauses += [[-one, everybody] for one in levels[level : level + 1]]
            _at_least_if(made, own, level - most + 1, everybody)


def _reached(made: Encoding, literals: list[int]) -> list[int]:
    """Return literals that are true where at least 1, 2, 3 and so on of some are."""
    from pysat.card import ITotalizer

    with ITotalizer(lits=literals, ubound=len(literals), top_id=made.top) as counter:
        made.clauses += counter.cnf.clauses
        made.top = max(made.top, counter.top_id)
        return list(counter.rhs)


def _at_least_if(made: Encoding, literals: list[int], bound: int, when: int) -> None:
    """Let at least some of the literals be true where `when` is."""
    if bound > len(literals):
        made.clauses.append([-when])
        return
    from pysat.card import CardEnc, EncType

    least = CardEnc.atleast(literals, bound=bound, top_id=made.top, encoding=EncType.seqcounter)
    made.clauses += [[-when, *clause] for clause in least.clauses]
    made.top = max(made.top, least.nv)
