"""A thousand schedules that were right and then changed: each is refused for the right reasons.

What is right is said here a second time, rule by rule over plain sets, with nothing of ours used.
"""

import random
from collections import Counter

from app.meetings.rules.checker import Broken, check
from app.meetings.rules.instance import Instance, Meeting
from app.meetings.rules.solving import solve

MUTANTS = 1000
INSTANCES = 10


def instance_of(seed):
    """Return an instance of twelve people and twenty meetings in eight slots, which can be held."""
    dice = random.Random(seed)
    pairs = dice.sample([(a, b) for a in range(12) for b in range(a)], 20)
    hours = [range(8), range(8), range(5), range(3, 8)]
    meetings = [Meeting(pair, frozenset(dice.choice(hours))) for pair in pairs]
    meetings[1] = Meeting(pairs[1], frozenset(range(8)), after=frozenset({0}))
    meetings[2] = Meeting(pairs[2], frozenset(range(8)), fixed=dice.randrange(8))
    away = {one: frozenset({dice.randrange(8)}) for one in dice.sample(range(12), 4)}
    return Instance(12, 8, 4, tuple(meetings), away, 2)


def test_each_mutant_is_refused_for_the_right_reasons():
    dice, refused = random.Random(8), 0
    seen: Counter[Broken] = Counter()
    for seed in range(INSTANCES):
        instance = instance_of(seed)
        schedule = solve(instance).schedule
        assert schedule is not None
        assert check(instance, schedule) == []
        for mutant in (mutated(dice, instance, schedule) for _turn in range(MUTANTS)):
            expected = reasons(instance, mutant)
            assert {fault.rule for fault in check(instance, mutant)} == expected, (seed, mutant)
            refused += bool(expected)
            seen.update(expected)
            if refused >= (seed + 1) * MUTANTS // INSTANCES:
                break
    assert refused >= MUTANTS
    assert set(seen) == set(Broken)  # each rule is the reason for some


def mutated(dice, instance, schedule):
    """Return a schedule with one to three meetings moved, dropped or made up."""
    mutant = dict(schedule)
    for _turn in range(dice.randint(1, 3)):
        number = dice.randrange(len(instance.meetings))
        act = dice.choice(["move", "move", "move", "swap", "drop", "outside", "unknown"])
        if act == "move":
            mutant[number] = dice.randrange(instance.slots)
        elif act == "swap":
            other = dice.randrange(len(instance.meetings))
            mutant[number], mutant[other] = schedule[other], schedule[number]
        elif act == "drop":
            mutant.pop(number, None)
        elif act == "outside":
            mutant[number] = dice.choice([-1, instance.slots])
        else:
            mutant[len(instance.meetings)] = 0
    return mutant


def reasons(instance, mutant):
    """Return the rules that a schedule breaks."""
    numbers = set(range(len(instance.meetings)))
    held = {number: slot for number, slot in mutant.items() if number in numbers}
    inside = {number: slot for number, slot in held.items() if slot in range(instance.slots)}
    places = [(person, held[one]) for one in held for person in instance.meetings[one].participants]
    broken = {
        Broken.UNKNOWN_MEETING: bool(mutant.keys() - numbers),
        Broken.NOT_HELD: bool(numbers - mutant.keys()),
        Broken.SLOT_OUTSIDE: held != inside,
        Broken.SESSION: any(
            slot not in instance.meetings[one].slots for one, slot in inside.items()
        ),
        Broken.FIXED: inside.get(2, instance.meetings[2].fixed) != instance.meetings[2].fixed,
        Broken.AWAY: any(
            slot in instance.forbidden.get(person, ())
            for one, slot in inside.items()
            for person in instance.meetings[one].participants
        ),
        Broken.TWO_AT_ONCE: len(places) != len(set(places)),
        Broken.TABLES: max(Counter(held.values()).values()) > instance.tables,
        Broken.ORDER: {0, 1} <= held.keys() and 1 in inside and held[0] >= held[1],
        Broken.FAIRNESS: unfairness(instance, held) > instance.fairness,
    }
    return {rule for rule, is_broken in broken.items() if is_broken}


def unfairness(instance, held):
    """Return how far apart the breaks of two people are: runs of slots in a row, less one."""
    breaks = []
    for person in range(instance.participants):
        own = {slot for one, slot in held.items() if person in instance.meetings[one].participants}
        breaks.append(max(0, sum(slot - 1 not in own for slot in own) - 1))
    return max(breaks) - min(breaks)
