"""The rules besides conflicts and limits: tags, colleagues, jurors apart, and links."""

import pytest

from challenges.assignment import (
    AssignmentPlan,
    Control,
    Goal,
    Juror,
    Objective,
    Pair,
    Proposal,
    Rules,
    assign,
)

FIT = Rules(goals=(Goal.FIT,))
Keys = tuple[str, str]


def jurors(text: str, tags: dict[str, str] | None = None) -> list[Juror]:
    """Make jurors, one a letter, with one tag or none."""
    found = tags or {}
    return [Juror(key, tags=frozenset(found.get(key, "").split())) for key in text]


def benches(plan: AssignmentPlan) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in plan.pairs:
        found[pair.proposal] = found.get(pair.proposal, "") + pair.juror
    return found


def only(plan: AssignmentPlan) -> tuple[str, dict[str, str]]:
    (reason,) = plan.infeasible
    return reason.code, dict(reason.params)


def test_floor_balance_and_fit_in_the_order_that_is_asked() -> None:
    wanted = {("A", "1"): 9, ("A", "2"): 9, ("A", "3"): 1, ("B", "1"): 4, ("B", "2"): 1}
    three = [Proposal(key) for key in "123"]

    def solve(*goals: Goal) -> tuple[Objective, bool]:
        rules = Rules(goals=goals)
        plan = assign(jurors("AB"), three, [], per_proposal=1, affinity=wanted, rules=rules)
        return plan.objective, plan.is_optimal

    assert solve(Goal.FLOOR, Goal.BALANCE, Goal.FIT) == (Objective(2, 5, 14, 1), True)
    assert solve(Goal.BALANCE, Goal.FIT) == (Objective(2, 5, 18, 0), True)
    assert solve(Goal.FIT) == (Objective(3, 9, 19, 1), True)


def test_affinities_may_be_decimal_numbers() -> None:
    wanted = {("A", "1"): 0.1, ("B", "1"): 0.25, ("A", "2"): 0.3, ("B", "2"): 0.2}
    two = [Proposal("1"), Proposal("2")]
    plan = assign(jurors("AB"), two, [], per_proposal=1, affinity=wanted, rules=FIT)
    assert benches(plan) == {"1": "B", "2": "A"}
    assert float(plan.objective.affinity) == float(plan.bound.affinity) == 0.55


def test_so_many_jurors_of_a_proposal_have_a_tag() -> None:
    panel = jurors("ABCD", {"A": "energy", "B": "energy law"})
    wanted = [Proposal("1", wanted=(("energy", 1), ("law", 1))), Proposal("2")]
    likes = {("C", "1"): 9, ("D", "1"): 9, ("B", "2"): 9}
    plan = assign(panel, wanted, [], per_proposal=2, affinity=likes, rules=FIT)
    assert benches(plan)["1"] in ("BC", "BD")
    assert plan.is_optimal


def test_a_proposal_may_need_more_jurors_than_others() -> None:
    plan = assign(jurors("ABC"), [Proposal("1", jurors=3), Proposal("2")], [], per_proposal=1)
    assert benches(plan)["1"] == "ABC"
    assert len(benches(plan)["2"]) == 1


def test_at_most_so_many_jurors_of_an_organisation() -> None:
    panel = [Juror("A", "Alfa"), Juror("B", "Alfa"), Juror("C"), Juror("D")]
    likes = {("A", "1"): 9, ("B", "1"): 8}
    rules = Rules(per_organisation=1, goals=(Goal.FIT,))
    plan = assign(panel, [Proposal("1")], [], per_proposal=2, affinity=likes, rules=rules)
    assert benches(plan)["1"] in ("AC", "AD")
    kept = assign(panel, [Proposal("1")], [], existing=[("A", "1"), ("B", "1")], rules=rules)
    assert benches(kept)["1"] in ("ABC", "ABD")


def test_jurors_who_are_apart_share_no_proposal() -> None:
    likes = {("A", "1"): 9, ("B", "1"): 8}
    rules = Rules(apart=frozenset({("B", "A")}), goals=(Goal.FIT,))
    plan = assign(jurors("ABC"), [Proposal("1")], [], per_proposal=2, affinity=likes, rules=rules)
    assert benches(plan) == {"1": "AC"}


def test_too_few_jurors_with_a_tag_are_named_once_for_all_proposals() -> None:
    wanted = [Proposal(key, wanted=(("energy", 3),)) for key in "12"]
    plan = assign(jurors("ABCD", {"A": "energy"}), wanted, [])
    assert only(plan) == ("too_few_tagged", {"missing": "2", "free": "1", "tag": "energy"})
    assert plan.infeasible[0].proposals == ("1", "2")
    assert plan.infeasible[0].message == (
        "proposals 1, 2 need 2 more jurors with energy without a conflict and with room"
    )


def test_jurors_with_a_tag_who_have_too_little_room() -> None:
    panel = [Juror("A", None, 1, frozenset({"energy"})), *jurors("BC")]
    wanted = [Proposal(key, wanted=(("energy", 1),)) for key in "123"]
    plan = assign(panel, wanted, [], per_proposal=2)
    assert only(plan) == (
        "too_little_capacity",
        {"need": "3", "room": "1", "missing": "2", "new": "1", "tag": "energy"},
    )


def test_what_only_all_rules_together_forbid() -> None:
    rules = Rules(apart=frozenset({("A", "B")}))
    wanted = [Proposal("1", wanted=(("energy", 2),))]
    panel = jurors("ABC", {"A": "energy", "B": "energy"})
    plan = assign(panel, wanted, [], per_proposal=2, rules=rules)
    assert only(plan) == ("too_few_together", {"missing": "1", "tag": "energy"})
    helped = assign(
        [*panel, *jurors("D", {"D": "energy"})], wanted, [], per_proposal=2, rules=rules
    )
    assert benches(helped)["1"] in ("AD", "BD")


def test_more_tags_than_places() -> None:
    panel = jurors("ABC", {"A": "energy", "B": "law"})
    wanted = [Proposal("1", wanted=(("energy", 1), ("law", 1)))]
    plan = assign(panel, wanted, [], per_proposal=1)
    assert only(plan) == ("too_few_places", {"proposal": "1", "places": "2"})


TWO_CAMPS: dict[Keys, float] = {
    (juror, key): 5 for camp, keys in (("AB", "12"), ("CD", "34")) for juror in camp for key in keys
}


def test_groups_without_a_link_are_reported_and_linked_when_asked() -> None:
    four = [Proposal(key) for key in "1234"]
    rules = Rules(goals=(Goal.BALANCE, Goal.FIT))
    apart = assign(jurors("ABCD"), four, [], per_proposal=2, affinity=TWO_CAMPS, rules=rules)
    assert apart.overlap.components == (("A", "B"), ("C", "D"))
    assert not apart.overlap.is_connected
    assert (apart.objective.affinity, float(apart.overlap.fiedler)) == (40, 0)
    linked = Rules(goals=(Goal.BALANCE, Goal.FIT), connected=True)
    plan = assign(jurors("ABCD"), four, [], per_proposal=2, affinity=TWO_CAMPS, rules=linked)
    assert plan.overlap.is_connected
    assert plan.is_optimal
    assert plan.objective == Objective(2, 16, 30, 5)
    assert plan.overlap.fiedler > 0


def test_who_cannot_be_linked_is_said() -> None:
    rules = Rules(goals=(Goal.BALANCE,), connected=True)
    plan = assign(jurors("AB"), [Proposal("1"), Proposal("2")], [], per_proposal=1, rules=rules)
    assert only(plan) == ("not_linked", {})


def test_best_plans_that_link_everybody_come_first() -> None:
    four = [Proposal(key) for key in "1234"]
    for seed in range(8):
        assert assign(jurors("ABCD"), four, [], per_proposal=2, seed=seed).overlap.is_connected


def test_current_jurors_stay_where_that_costs_nothing() -> None:
    six = [Proposal(key) for key in "123456"]
    now = [("A", "1"), ("A", "2"), ("A", "3"), ("B", "4"), ("B", "5"), ("C", "6")]
    plan = assign(jurors("ABC"), six, [], per_proposal=1, current=now)
    stayed = {Pair(*pair) for pair in now} & set(plan.pairs)
    assert [load for _, load in plan.loads] == [2, 2, 2]
    assert len(stayed) == 5


def test_progress_is_told_and_what_it_raises_ends_the_solving() -> None:
    told: list[tuple[int, int, str]] = []

    def report(done: int, total: int, name: str) -> None:
        told.append((done, total, name))
        if name == "fit":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assign(jurors("ABC"), [Proposal("1")], [], control=Control(report=report))
    assert told == [(0, 6, "floor"), (1, 6, "balance"), (2, 6, "fit")]
