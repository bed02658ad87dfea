"""Small instances and every schedule that they have, to compare with."""

import random
from dataclasses import replace
from itertools import product

from app.meetings.rules.checker import check
from app.meetings.rules.instance import Instance, Meeting, Schedule
from app.meetings.rules.measures import count_breaks, total_weight


def random_instance(seed: int) -> Instance:
    """Return an instance of four or five people, up to six meetings and up to five slots."""
    dice = random.Random(seed)
    people, slots = dice.randint(3, 5), dice.randint(2, 5)
    pairs = [(a, b) for a in range(people) for b in range(a)]
    chosen = dice.sample(pairs, min(len(pairs), dice.randint(1, 6)))
    meetings = tuple(_meeting(dice, pair, at, slots) for at, pair in enumerate(chosen))
    away = {
        one: frozenset(dice.sample(range(slots), 1)) for one in range(people) if dice.random() < 0.3
    }
    return Instance(people, slots, dice.randint(1, 2), meetings, away, dice.choice([0, 1, 2, None]))


def _meeting(dice: random.Random, pair: tuple[int, int], at: int, slots: int) -> Meeting:
    half = slots // 2
    some = dice.choice([range(slots), range(slots), range(half), range(half, slots)])
    fixed = dice.randrange(slots) if dice.random() < 0.1 else None
    after = frozenset({dice.randrange(at)} if at and dice.random() < 0.2 else ())
    return Meeting(pair, frozenset(some), fixed=fixed, after=after)


def fewest_breaks(instance: Instance) -> int | None:
    """Return the fewest breaks of all schedules that hold every meeting; None if there is none."""
    found = [
        sum(count_breaks(instance, schedule))
        for schedule in every_schedule(instance)
        if not check(instance, schedule)
    ]
    return min(found, default=None)


def most_weight(instance: Instance) -> int:
    """Return the largest weight of meetings that can be held together, breaks left aside."""
    unfair = replace(instance, fairness=None)
    nowhere = instance.slots  # a slot more stands for not being held
    best = 0
    for every in every_schedule(replace(instance, slots=instance.slots + 1)):
        held = {number: slot for number, slot in every.items() if slot != nowhere}
        if not check(unfair, held, all_held=False):
            best = max(best, total_weight(instance, held))
    return best


def nearest(instance: Instance, before: Schedule) -> tuple[int, int]:
    """Return the least weight that has to be given up, and the fewest moves that this takes."""
    unfair = replace(instance, fairness=None)
    nowhere = instance.slots
    found = []
    for every in every_schedule(replace(instance, slots=instance.slots + 1)):
        held = {number: slot for number, slot in every.items() if slot != nowhere}
        if held.keys() <= before.keys() and not check(unfair, held, all_held=False):
            lost = sum(instance.meetings[one].weight for one in before.keys() - held.keys())
            found.append((lost, sum(before[one] != slot for one, slot in held.items())))
    return min(found)


def disturbed(instance: Instance, dice: random.Random) -> Instance:
    """Return an instance after something happened: somebody is away, a table or a slot is lost."""
    act = dice.choice(["away", "late", "table", "break"])
    if act == "table" and instance.tables > 1:
        return replace(instance, tables=instance.tables - 1)
    if act == "break":
        gone = frozenset({dice.randrange(instance.slots)})
        people = range(instance.participants)
    else:
        end = instance.slots if act == "away" else dice.randint(1, instance.slots)
        gone = frozenset(range(end))
        people = range((one := dice.randrange(instance.participants)), one + 1)
    closed = {one: instance.forbidden.get(one, frozenset()) | gone for one in people}
    return replace(instance, forbidden={**instance.forbidden, **closed})


def every_schedule(instance: Instance) -> list[Schedule]:
    """Return every way to give each meeting a slot."""
    count = len(instance.meetings)
    return [dict(enumerate(slots)) for slots in product(range(instance.slots), repeat=count)]
