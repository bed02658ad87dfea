"""Against every plan there is; and what no question may bring about."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.assignment import AssignmentPlan, Infeasibility, Juror, Proposal, Rules, assign
from tests.challenges.every_assignment import Case, chosen, random_case
from tests.conftest import IS_LONG

SEEDS = st.integers(0, 10**9)
ROUNDS = 4


@settings(max_examples=2_000 if IS_LONG else 60, deadline=None)
@given(SEEDS)
def test_no_other_plan_is_better(seed: int) -> None:
    case = random_case(seed)
    plan, every = case.solve(), set(case.every_plan())
    if not every:
        assert plan.infeasible
        return
    assert chosen(plan) in every
    assert case.value(chosen(plan)) == min(map(case.value, every))
    assert plan.is_optimal


@settings(max_examples=2_000 if IS_LONG else 30, deadline=None)
@given(SEEDS)
def test_whoever_does_what_the_reasons_say_gets_an_assignment(seed: int) -> None:
    case = random_case(seed)
    for number in range(ROUNDS):
        plan = case.solve()
        if plan.is_feasible:
            return
        case = satisfied(case, plan.infeasible, number)
        after = case.solve()
        assert not set(plan.infeasible) & set(after.infeasible)
        if plan.infeasible[0].code in ("too_few_together", "too_few_places"):
            assert after.is_feasible
    assert case.solve().is_feasible


def satisfied(case: Case, reasons: tuple[Infeasibility, ...], number: int) -> Case:
    """Return the case with the new jurors, or the places, that reasons ask for."""
    jurors, proposals = list(case.jurors), list(case.proposals)
    for reason in reasons:
        params = dict(reason.params)
        if reason.code == "too_few_places":
            places = int(params["places"])
            proposals = [
                replace(one, jurors=places) if one.key == params["proposal"] else one
                for one in proposals
            ]
            continue
        tags = frozenset([params["tag"]] if "tag" in params else [])
        for at in range(int(params.get("new", params["missing"]))):
            jurors.append(Juror(f"N{number}-{len(jurors)}-{at}", tags=tags))
    return replace(case, jurors=jurors, proposals=proposals)


@settings(max_examples=500 if IS_LONG else 30, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_question_changes_nothing(seed: int, dice: object) -> None:
    case = random_case(seed)
    jurors, proposals, likes = case.jurors[:], case.proposals[:], list(case.affinity.items())
    for items in (jurors, proposals, likes):
        dice.shuffle(items)  # type: ignore[attr-defined]
    shuffled = replace(case, jurors=jurors, proposals=proposals, affinity=dict(likes))
    assert shuffled.solve() == case.solve()


@settings(max_examples=10_000 if IS_LONG else 200, deadline=None)
@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.integers(1, 4),
    st.integers(1, 3),
    st.randoms(use_true_random=False),
)
def test_no_assignment_breaks_a_hard_rule(
    panel: int, size: int, each: int, colleagues: int, dice: object
) -> None:
    choose = dice.choice  # type: ignore[attr-defined]
    jurors = [
        Juror(f"J{at}", choose([None, "X", "Y"]), choose([None, 4, 9]), choose([NONE, ENERGY]))
        for at in range(panel)
    ]
    proposals = [
        Proposal(f"P{at}", choose([None, None, "X"]), choose([(), (("energy", 1),)]))
        for at in range(size)
    ]
    pairs = [(juror.key, proposal.key) for juror in jurors for proposal in proposals]
    conflicts = {pair for pair in pairs if choose(range(8)) == 0}
    likes = {pair: choose([0, 0.25, 0.5, 1]) for pair in pairs}
    rules = Rules(colleagues, frozenset({("J0", "J1")}))
    plan = assign(jurors, proposals, conflicts, per_proposal=each, affinity=likes, rules=rules)
    if plan.is_feasible:
        check(plan, Case(jurors, proposals, frozenset(conflicts), per_proposal=each, rules=rules))


def test_a_panel_that_presolve_calls_impossible_is_assigned() -> None:
    jurors = [Juror("J0", None, 4), Juror("J1", None)]
    proposals = [Proposal(f"P{at}") for at in range(6)]
    conflicts = frozenset({("J1", "P0"), ("J1", "P1"), ("J0", "P2")})
    likes = {("J0", f"P{at}"): [0.25, 0.25, 0, 0.25, 0.5, 0.5][at] for at in range(6)}
    likes["J1", "P2"] = 0.25
    rules = Rules(1, frozenset({("J0", "J1")}))
    plan = assign(jurors, proposals, conflicts, per_proposal=1, affinity=likes, rules=rules)
    assert plan.is_feasible
    check(plan, Case(jurors, proposals, conflicts, per_proposal=1, rules=rules))


NONE: frozenset[str] = frozenset()
ENERGY = frozenset({"energy"})


def check(plan: AssignmentPlan, case: Case) -> None:
    jurors = {juror.key: juror for juror in case.jurors}
    loads = Counter(pair.juror for pair in plan.pairs)
    assert all(one.capacity is None or loads[one.key] <= one.capacity for one in case.jurors)
    for proposal in case.proposals:
        bench = [jurors[pair.juror] for pair in plan.pairs if pair.proposal == proposal.key]
        assert len({one.key for one in bench}) == len(bench) == case.need(proposal)
        assert all(case.may(juror, proposal) for juror in bench)
        assert case.is_right(proposal, [], bench)
