"""The schedule nearest to one that something happened to, proven.

Only what is touched is asked first: the meetings that cannot stay, with all others pinned. Where
that takes more than everybody can count beforehand, the meetings of the same people are let go as
well, and so on until nothing is pinned; so the answer is the best there is whenever it comes.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from app.meetings.rules.encoding import Clause, encode_choice
from app.meetings.rules.instance import Instance, Schedule
from app.meetings.rules.solving import cheapest

TRIED = 3  # meetings that may go, for each that has to where tables are too few


@dataclass(frozen=True)
class Repair:
    """A schedule after a disturbance, and which meetings it moves and gives up, by number."""

    schedule: Schedule
    moved: tuple[int, ...]
    lost: tuple[int, ...]

    def cost(self, instance: Instance) -> tuple[int, int]:
        """The weight that is given up, and then how many meetings move."""
        return sum(instance.meetings[one].weight for one in self.lost), len(self.moved)


def repair(instance: Instance, before: Schedule) -> Repair:
    """Return the schedule nearest to an earlier one that holds to what the instance asks now.

    Of the meetings that were held it gives up the least weight, and then moves as few as can be.
    What is over or pinned stays where the instance has it `fixed`.
    """
    least, free = _at_least(instance, before), _touched(instance, before)
    while True:
        found = _repair_some(instance, before, free)
        if found is not None and (found.cost(instance) == least or free >= before.keys()):
            return found
        free = _wider(instance, before, free)


def _at_least(instance: Instance, before: Schedule) -> tuple[int, int]:
    """Return what every repair costs: for meetings that cannot stay, and for tables too many."""
    lost = moves = 0
    stay: Counter[int] = Counter()
    for number, slot in before.items():
        open_slots = instance.open_slots(number)
        stay[slot] += slot in open_slots
        lost += 0 if open_slots else instance.meetings[number].weight
        moves += bool(open_slots) and slot not in open_slots
    crowded = sum(max(0, count - instance.tables) for count in stay.values())
    return lost, moves + crowded


def _touched(instance: Instance, before: Schedule) -> set[int]:
    """Return the meetings that cannot stay, and where tables are too few, some that could go."""
    touched = {one for one, slot in before.items() if slot not in instance.open_slots(one)}
    for number in before:
        earlier = instance.meetings[number].after & before.keys()
        late = {one for one in earlier if before[one] >= before[number]}
        touched |= late | ({number} if late else set())
    for slot in set(before.values()):
        stay = [one for one, at in before.items() if at == slot and one not in touched]
        too_many = max(0, len(stay) - instance.tables)
        easiest = sorted(stay, key=lambda one: (-_ways_out(instance, before, one), one))
        touched.update(easiest[: TRIED * too_many])
    return touched


def _ways_out(instance: Instance, before: Schedule, number: int) -> int:
    """Return how many other slots a meeting could take, were there tables."""
    people = instance.meetings[number].participants
    busy = {before[one] for who in people for one in instance.meetings_of[who] if one in before}
    return len(set(instance.open_slots(number)) - busy)


def _wider(instance: Instance, before: Schedule, free: Collection[int]) -> set[int]:
    """Return more meetings: all of the people who are in some; else all there are."""
    people = {one for number in free for one in instance.meetings[number].participants}
    wider = {number for one in people for number in instance.meetings_of[one]} & before.keys()
    return wider if len(wider) > len(free) else set(before)


def _repair_some(instance: Instance, before: Schedule, free: Collection[int]) -> Repair | None:
    """Return the nearest schedule in which all but the free meetings stay; None if none can be."""
    meetings = tuple(
        one if number in free else replace(one, slots=_only(before.get(number)))
        for number, one in enumerate(instance.meetings)
    )
    made = encode_choice(replace(instance, meetings=meetings))
    wishes: list[Clause] = []
    weights: list[int] = []
    for number, slot in sorted(before.items()):
        if number not in free:
            made.clauses.append(made.held[number])
        elif made.held[number]:
            wishes.append(made.held[number])
            weights.append(instance.meetings[number].weight * (len(before) + 1))
        if number in free and (number, slot) in made.takes:
            wishes.append([made.takes[number, slot]])
            weights.append(1)
    model, _cost = cheapest(made, wishes, weights)
    if model is None:
        return None
    after = made.schedule_in(model)
    moved = tuple(sorted(one for one, slot in after.items() if slot != before[one]))
    return Repair(after, moved, tuple(sorted(before.keys() - after.keys())))


def _only(slot: int | None) -> frozenset[int]:
    return frozenset() if slot is None else frozenset({slot})
