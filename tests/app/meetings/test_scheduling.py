"""Schedules of meetings: checked, measured, and the best one found."""

import random
from dataclasses import replace

import pytest

from app.meetings.rules.checker import Broken, Fault, check
from app.meetings.rules.dzn import InstanceError, read_dzn, write_dzn
from app.meetings.rules.instance import Instance, Meeting
from app.meetings.rules.measures import breaks_of, count_breaks, idle_slots, total_weight
from app.meetings.rules.repairing import Repair, repair
from app.meetings.rules.solving import choose, solve
from tests.app.meetings.every_schedule import (
    disturbed,
    fewest_breaks,
    most_weight,
    nearest,
    random_instance,
)
from tests.conftest import IS_LONG

ALL = frozenset(range(5))
SMALL = 400 if IS_LONG else 60
FEW = 120 if IS_LONG else 12


def meeting(*participants, **values):
    return Meeting(participants, **({"slots": ALL} | values))


def three(**values):
    """Return an instance in which one person meets three others in five slots at two tables."""
    meetings = (meeting(0, 1), meeting(0, 2), meeting(0, 3))
    return Instance(**({"participants": 4, "slots": 5, "tables": 2, "meetings": meetings} | values))


def test_a_break_is_a_wait_between_two_meetings_however_long():
    schedule = {0: 0, 1: 3, 2: 4}
    assert breaks_of(three(), schedule, 0) == 1
    assert idle_slots(three(), schedule) == 2
    assert count_breaks(three(), {0: 0, 1: 2, 2: 4}) == [2, 0, 0, 0]
    assert total_weight(three(), schedule) == 3


RULES = [
    ({0: 0, 1: 1, 2: 2}, {}, []),
    ({0: 0, 1: 1}, {}, [Fault(Broken.NOT_HELD, 2)]),
    ({0: 0, 1: 1, 2: 2, 9: 3}, {}, [Fault(Broken.UNKNOWN_MEETING, 9)]),
    ({0: 0, 1: 0, 2: 2}, {}, [Fault(Broken.TWO_AT_ONCE, participant=0, slot=0)]),
    ({0: 0, 1: 1, 2: 5}, {"fairness": None}, [Fault(Broken.SLOT_OUTSIDE, 2, slot=5)]),
    ({0: 0, 1: 1, 2: 2}, {"forbidden": {3: frozenset({2})}}, [Fault(Broken.AWAY, 2, 3, 2)]),
    ({0: 0, 1: 2, 2: 4}, {"fairness": 1}, [Fault(Broken.FAIRNESS, participant=0)]),
]


@pytest.mark.parametrize(("schedule", "values", "faults"), RULES)
def test_a_broken_rule_is_named(schedule, values, faults):
    assert check(three(**values), schedule) == faults


def test_the_rules_of_a_meeting_are_its_own():
    asked = (
        meeting(0, 1, slots=frozenset({0, 1})),
        meeting(2, 3, fixed=1),
        meeting(0, 2, after=frozenset({0})),
    )
    instance = three(meetings=asked, tables=1)
    assert check(instance, {0: 3, 1: 2, 2: 3}) == [
        Fault(Broken.SESSION, 0, slot=3),
        Fault(Broken.FIXED, 1, slot=2),
        Fault(Broken.ORDER, 2, slot=3),
        Fault(Broken.TWO_AT_ONCE, participant=0, slot=3),
        Fault(Broken.TABLES, slot=3),
    ]
    assert check(instance, {1: 1}, all_held=False) == []


def test_meetings_of_more_than_two_are_scheduled():
    instance = three(meetings=(meeting(0, 1, 2), meeting(2, 3), meeting(0, 3)), tables=1)
    found = solve(instance)
    assert found.breaks == sum(count_breaks(instance, found.schedule))
    assert check(instance, found.schedule) == []


def test_what_cannot_be_held_is_proven():
    assert not solve(three(slots=2)).is_feasible
    assert not solve(three(forbidden={1: ALL})).is_feasible
    assert solve(three(meetings=())).breaks == 0


@pytest.mark.parametrize("part", range(4))
def test_small_instances_equal_every_schedule_there_is(part):
    for seed in range(part * SMALL // 4, (part + 1) * SMALL // 4):
        instance = random_instance(seed)
        found = solve(instance)
        assert found.breaks == fewest_breaks(instance), seed
        if found.schedule is not None:
            assert check(instance, found.schedule) == []


@pytest.mark.parametrize("part", range(4))
def test_the_heaviest_meetings_of_small_instances_equal_every_choice_there_is(part):
    dice = random.Random(part)
    for seed in range(part * FEW // 4, (part + 1) * FEW // 4):
        instance = random_instance(seed)
        weighted = tuple(replace(one, weight=dice.randint(1, 3)) for one in instance.meetings)
        instance = replace(instance, meetings=weighted)
        found = choose(instance)
        assert check(replace(instance, fairness=None), found, all_held=False) == []
        assert total_weight(instance, found) == most_weight(instance), seed


def test_a_repair_moves_what_it_must_and_nothing_else():
    meetings = (meeting(0, 1), meeting(2, 3), meeting(0, 2), meeting(1, 3))
    before = {0: 0, 1: 0, 2: 1, 3: 1}
    late = three(meetings=meetings, forbidden={0: frozenset({0})})
    found = repair(late, before)
    assert (found.moved, found.lost) == ((0,), ())
    gone = three(meetings=meetings, forbidden={0: ALL})
    assert repair(gone, before) == Repair({1: 0, 3: 1}, moved=(), lost=(0, 2))
    assert repair(three(meetings=meetings), before) == Repair(before, moved=(), lost=())


def test_what_is_over_stays_and_what_was_not_held_stays_out():
    meetings = (meeting(0, 1, fixed=0), meeting(0, 2), meeting(0, 3))
    found = repair(three(meetings=meetings, tables=1), {0: 0, 1: 0})
    assert found.schedule[0] == 0
    assert (found.moved, found.lost) == ((1,), ())


@pytest.mark.parametrize("part", range(4))
def test_repairs_of_small_schedules_equal_the_nearest_there_is(part):
    dice, repaired = random.Random(part), 0
    for seed in range(part * SMALL // 4, (part + 1) * SMALL // 4):
        instance = random_instance(seed)
        before = choose(instance)
        now = disturbed(instance, dice)
        if len(instance.meetings) > 4 or not before:
            continue
        found = repair(now, before)
        assert check(replace(now, fairness=None), found.schedule, all_held=False) == []
        lost = sum(now.meetings[one].weight for one in found.lost)
        assert (lost, len(found.moved)) == nearest(now, before), seed
        repaired += 1
    assert repaired > 5


DZN = """% a comment
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2,1, |1, 3,2|];
forbidden = [{0}, {0,1}, {0}];
fixed = [0,4];
precedences = [{}, {1}];
"""


def test_an_instance_is_read_as_the_benchmark_writes_it():
    assert read_dzn(DZN) == Instance(
        participants=3,
        slots=4,
        tables=1,
        meetings=(
            Meeting((0, 1), frozenset({0, 1})),
            Meeting((0, 2), frozenset({2, 3}), fixed=3, after=frozenset({0})),
        ),
        forbidden={1: frozenset({0})},
    )


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_is_read_as_it_was(seed):
    instance = random_instance(seed)
    assert read_dzn(write_dzn(instance), instance.fairness) == instance


UNSAID = [
    ({"meetings": (meeting(0, 1, 2),)}, "participants"),
    ({"meetings": (meeting(0, 1, slots=frozenset({1, 3})),)}, "slots"),
    (
        {"meetings": (meeting(0, 1, slots=frozenset({0})), meeting(0, 2, slots=ALL - {0, 1}))},
        "slots",
    ),
]


@pytest.mark.parametrize(("values", "named"), UNSAID)
def test_what_the_benchmark_cannot_say_is_refused(values, named):
    with pytest.raises(InstanceError, match=named):
        write_dzn(three(**values))


WRONG = [
    ("nBusiness = 3", "nBusiness = 9999999", "nBusiness"),
    ("nTables = 1;", "", "nTables"),
    ("|1, 3,2|", "|1, 4,2|", "requested"),
    ("|1, 3,2|", "|1, 1,2|", "requested"),
    ("|1, 3,2|", "|1, 3,7|", "requested"),
    ("|1, 3,2|", "|1, 3|", "requested"),
    ("[0,4]", "[0,5]", "fixed"),
    ("[0,4]", "[4]", "fixed"),
    ("[{}, {1}]", "[{}, {3}]", "precedences"),
    ("{0,1}", "{0,5}", "forbidden"),
    ("{0,1}, {0}]", "{0,1}]", "sets"),
]


@pytest.mark.parametrize(("part", "other", "named"), WRONG)
def test_a_text_that_is_no_instance_is_refused(part, other, named):
    with pytest.raises(InstanceError, match=named):
        read_dzn(DZN.replace(part, other))


@pytest.mark.parametrize("length", range(0, len(DZN), 3))
def test_a_text_that_ends_too_early_is_read_or_refused(length):
    try:
        read = read_dzn(DZN[:length])
    except InstanceError:
        return
    assert len(read.meetings) == 2
