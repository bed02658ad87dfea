"""Assignments: the rules always hold, and no other plan is better."""

import time

import pytest

from challenges.assignment import (
    AssignmentPlan,
    Goal,
    Juror,
    Objective,
    Pair,
    Proposal,
    Rules,
    assign,
)

BALANCED = Rules(goals=(Goal.BALANCE, Goal.FIT))
THREE = [Juror("J1", "Alfa"), Juror("J2", "Beta"), Juror("J3", "Gama")]


def panel(size: int) -> list[Juror]:
    return [Juror(f"J{number:02}") for number in range(size)]


def proposals(size: int) -> list[Proposal]:
    return [Proposal(f"P{number:03}") for number in range(size)]


def test_by_hand() -> None:
    plan = assign(THREE, [Proposal("P1", "Alfa"), Proposal("P2")], [("J2", "P2")], per_proposal=2)
    assert plan.pairs == (
        Pair("J1", "P2"),
        Pair("J2", "P1"),
        Pair("J3", "P1"),
        Pair("J3", "P2"),
    )
    assert plan.loads == (("J1", 1), ("J2", 1), ("J3", 2))
    assert plan.objective == plan.bound == Objective(2, 6, 0)
    assert plan.is_optimal


def test_affinity_decides_among_balanced_plans_only() -> None:
    wanted = {("J1", "P000"): 5, ("J1", "P001"): 5, ("J2", "P001"): 1}
    plan = assign(THREE[:2], proposals(2), [], per_proposal=1, affinity=wanted, rules=BALANCED)
    assert [(pair.juror, pair.proposal) for pair in plan.pairs] == [("J1", "P000"), ("J2", "P001")]
    assert plan.objective == plan.bound == Objective(1, 2, 6, 1)


def test_existing_pairs_are_kept_and_balanced_around() -> None:
    kept = [("J1", "P000"), ("J1", "P001"), ("J2", "P000"), ("J3", "P000")]
    plan = assign(THREE, proposals(2), [], per_proposal=2, existing=kept)
    assert {(pair.juror, pair.proposal) for pair in plan.pairs if pair.kept} == set(kept)
    assert len(plan.pairs) == 5
    assert plan.objective.max_load == 2


def test_the_seed_chooses_among_equals_and_nothing_else_does() -> None:
    plans = [assign(panel(6), proposals(12), [], seed=seed) for seed in (1, 1, 2)]
    assert plans[0] == plans[1]
    assert plans[0].pairs != plans[2].pairs
    assert plans[0].objective == plans[2].objective
    shuffled = assign(panel(6)[::-1], proposals(12)[::-1], [], seed=1)
    assert shuffled == plans[0]


def codes(plan: AssignmentPlan) -> list[str]:
    assert not plan.is_feasible
    assert not plan.is_optimal
    return [each.code for each in plan.infeasible]


def test_a_proposal_without_enough_jurors() -> None:
    plan = assign(THREE, proposals(2), [("J1", "P001")])
    assert codes(plan) == ["too_few_jurors"]
    assert plan.infeasible[0].message == (
        "proposal P001 needs 1 more juror without a conflict and with room"
    )
    assert plan.infeasible[0].params == (("proposal", "P001"), ("missing", "1"), ("free", "2"))
    assert plan.pairs == ()
    nobody = assign([], proposals(1), [])
    assert nobody.infeasible[0].message.startswith("proposal P000 needs 3 more jurors")


def test_a_panel_without_enough_room() -> None:
    jurors = [Juror("J1", capacity=2), Juror("J2", capacity=1), Juror("J3")]
    plan = assign(jurors, proposals(7), [], per_proposal=2)
    assert codes(plan) == ["too_little_capacity"]
    assert plan.infeasible[0].message == (
        "7 proposals (P000, P001, P002, P003, P004 and 2 more) need 14 reviews together, "
        "but the jurors who may judge them (J1, J2, J3) can take 10"
    )


def test_a_bottleneck_is_named_though_the_panel_has_room() -> None:
    jurors = [Juror("J1", capacity=1), Juror("J2"), Juror("J3")]
    conflicts = [("J3", "P000"), ("J3", "P001")]
    plan = assign(jurors, proposals(4), conflicts, per_proposal=2)
    assert codes(plan) == ["too_little_capacity"]
    assert plan.infeasible[0].params == (
        ("need", "4"),
        ("room", "3"),
        ("missing", "1"),
        ("new", "1"),
    )


def test_kept_pairs_that_break_a_rule_are_named() -> None:
    kept = [("J1", "P001"), ("J9", "P001"), ("J2", "P009"), ("J2", "P000"), ("J2", "P001")]
    jurors = [*THREE[:1], Juror("J2", capacity=2), *THREE[2:]]
    plan = assign(jurors, proposals(2), [("J1", "P001")], existing=kept)
    assert codes(plan) == ["kept_conflict", "kept_unknown", "kept_unknown", "kept_over_capacity"]
    assert len(plan.pairs) == 5


def test_nothing_to_assign() -> None:
    plan = assign([], [], [])
    assert (plan.pairs, plan.loads, plan.is_optimal) == ((), (), True)
    assert assign(THREE, [], []).loads == (("J1", 0), ("J2", 0), ("J3", 0))


def test_what_no_caller_may_ask() -> None:
    with pytest.raises(ValueError, match="a juror key is given twice"):
        assign([*THREE, THREE[0]], [], [])
    with pytest.raises(ValueError, match="a proposal key is given twice"):
        assign([], [Proposal("P1"), Proposal("P1", "Alfa")], [])
    with pytest.raises(ValueError, match="at least one juror"):
        assign([], [], [], per_proposal=0)
    with pytest.raises(ValueError, match="at most 1000"):
        assign([], [], [], affinity={("J1", "P1"): -1001})


def test_the_digest_names_the_question() -> None:
    plan = assign(THREE, proposals(1), [])
    assert plan.digest == assign(THREE[::-1], proposals(1), []).digest
    assert plan.digest != assign(THREE, proposals(1), [], seed=1).digest
    assert len(plan.digest) == 64


def test_a_large_panel_takes_less_than_two_seconds() -> None:
    conflicts = [(f"J{number % 15:02}", f"P{number * 7 % 200:03}") for number in range(90)]
    wanted = {
        (juror.key, each.key): (at * 31 + number * 17) % 11
        for at, juror in enumerate(panel(15))
        for number, each in enumerate(proposals(200))
    }
    started = time.process_time()
    plan = assign(panel(15), proposals(200), conflicts, affinity=wanted)
    assert time.process_time() - started < 2
    assert plan.is_optimal
    assert plan.objective.max_load == 40
