"""Events with meetings, made from a schedule, so that one exists."""

import random

from app.meetings.rules.instance import Instance, Meeting, Schedule


def draw_event(
    people: int, count: int, tables: int, slots: int, dice: random.Random
) -> tuple[Instance, Schedule]:
    """Return an instance with the schedule that it was drawn from, slot by slot."""
    met: dict[frozenset[int], int] = {}
    taken = [set[int]() for _slot in range(slots)]
    room = [tables] * slots
    at = 0
    while len(met) < count:
        free = dice.sample(sorted(set(range(people)) - taken[at]), people - len(taken[at]))
        for pair in map(frozenset, zip(free[::2], free[1::2], strict=False)):
            if pair not in met and room[at] and len(met) < count:
                met[pair] = at
                taken[at] |= pair
                room[at] -= 1
        at = (at + 1) % slots
    ordered = sorted((tuple(sorted(pair)), slot) for pair, slot in met.items())
    meetings = tuple(Meeting(pair, frozenset(range(slots))) for pair, _slot in ordered)
    schedule = {number: slot for number, (_pair, slot) in enumerate(ordered)}
    return Instance(people, slots, tables, meetings, fairness=None), schedule
