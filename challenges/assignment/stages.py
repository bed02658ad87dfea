"""One goal after the other, each among the assignments that are best by the goals before.

Method: see `programme` and `solving`. Where the linear programme of a goal is not whole, its
bound is taken for granted and the next goals are tried under it; only if they cannot be met is
there a search for what this goal can reach. When all goals are met, the jurors who sat stay
where they can, a seeded choice mixes the rest, and swaps that cost nothing spread what jurors
share; groups of jurors without a link are linked by rows, if a best assignment can do that.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from challenges.assignment.model import Control, Goal, Keys, Panel
from challenges.assignment.overlap import groups_of, link_rows, spread
from challenges.assignment.programme import Integers, Programme, build_programme
from challenges.assignment.solving import (
    OutOfTime,
    Solution,
    Unsolvable,
    is_met,
    narrow,
    relax,
    search,
)

NOISE = 64
MOST_LINKS = 12
AFTER_GOALS = ("stay", "mix", "overlap")


class CannotLink(Exception):  # noqa: N818 - an answer, not a mistake
    """No assignment that keeps the hard rules links all the jurors, as far as was tried."""


class _MoreStepsError(Exception):
    """A load goes further than its steps cost what they should."""


@dataclass(slots=True)
class Found:
    """The best pairs so far, and by goal the bound in whole numbers; no values, no pairs."""

    values: Integers | None = None
    pairs: list[Keys] = field(default_factory=list)
    bounds: dict[Goal, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """What a run is at: the programme left, what was found, and how long it may still take."""

    panel: Panel
    control: Control
    deadline: float
    programme: Programme
    found: Found = field(default_factory=Found)
    told: int = 0

    def tell(self, name: str) -> None:
        """Report that a step begins; a goal that is tried again counts once."""
        names = (*self.panel.rules.goals, *AFTER_GOALS)
        self.told = max(self.told, names.index(name))
        self.control.report(self.told, len(names), name)

    def take(self, solution: Solution) -> None:
        """Keep the values of a solution."""
        if solution.values is not None:
            self.found.values = solution.values
            self.found.pairs = self.programme.chosen(solution.values)

    def search(self, costs: Integers, relaxed: Solution) -> Solution:
        """Search for at most half of the time that is left."""
        if relaxed.values is not None:
            return relaxed
        left = max(self.deadline - time.monotonic(), 0.2)
        return search(self.programme, costs, relaxed, time.monotonic() + left / 2)


def find_best(panel: Panel, seed: int, control: Control) -> Found:
    """Return the best pairs to add to those that are kept; `Unsolvable` if there are none."""
    deadline = time.monotonic() + control.seconds
    steps = _usual_steps(panel)
    while True:
        run = _Run(panel, control, deadline, build_programme(panel, steps))
        try:
            _solve_linked(run, seed)
        except _MoreStepsError:
            steps = 2 * steps + len(panel.proposals) // 8
            continue
        run.tell("overlap")
        run.found.pairs = spread(panel, run.found.pairs, seed)
        return run.found


def _usual_steps(panel: Panel) -> int:
    needed = sum(panel.needs.values()) + sum(panel.kept_loads.values())
    return -(-needed // max(len(panel.jurors), 1)) + 2


def _solve_linked(run: _Run, seed: int) -> None:
    """Meet the goals; link groups of jurors, before all goals or where it costs them nothing."""
    hard = run.programme
    _meet(run, run.panel.rules.goals)
    best = run.programme
    _stay_and_mix(run, seed)
    for _ in range(MOST_LINKS):
        groups = groups_of(run.panel, run.found.pairs)
        if len(groups) <= 1:
            return
        if run.panel.rules.connected:
            run.programme = hard = link_rows(hard, run.panel, groups)
            _meet_or_give_up(run)
        else:
            run.programme = best = link_rows(best, run.panel, groups)
            if not _try_again(run, seed):
                return
    if run.panel.rules.connected:
        raise CannotLink


def _meet_or_give_up(run: _Run) -> None:
    run.found = Found()
    try:
        _meet(run, run.panel.rules.goals)
    except (Unsolvable, OutOfTime) as error:
        raise CannotLink from error


def _try_again(run: _Run, seed: int) -> bool:
    """Choose again by the seed; whether there was anything to choose."""
    costs = run.programme.costs_of(_noises(run, seed))
    try:
        run.take(run.search(costs, relax(run.programme, costs)))
    except (Unsolvable, OutOfTime):
        return False
    return True


def _meet(run: _Run, goals: Sequence[Goal]) -> None:
    """Meet goals in their order, and leave the programme of all that are as good."""
    if not goals:
        _find_any(run)
        return
    goal, rest = goals[0], goals[1:]
    run.tell(goal)
    costs = _costs(run, goal)
    if not costs.any():
        run.found.bounds[goal] = 0
        _meet(run, rest)
        return
    relaxed = relax(run.programme, costs)
    if relaxed.values is None and rest and _meet_at(run, goal, costs, relaxed, rest):
        return
    try:
        solution = run.search(costs, relaxed)
    except OutOfTime:
        run.found.bounds[goal] = _sign(goal) * relaxed.bound
        _meet(run, rest)
        return
    _hold(run, goal, costs, solution)
    _meet(run, rest)


def _meet_at(
    run: _Run, goal: Goal, costs: Integers, relaxed: Solution, rest: Sequence[Goal]
) -> bool:
    """Try to meet the other goals where this one reaches its bound; undo it if that fails."""
    before = run.programme, replace(run.found, bounds=dict(run.found.bounds))
    try:
        _hold(run, goal, costs, relaxed)
        _meet(run, rest)
    except (Unsolvable, OutOfTime):
        run.programme, run.found = before
        return False
    return True


def _costs(run: _Run, goal: Goal) -> Integers:
    """Return the cost of each column, to be made as small as it goes."""
    if goal is Goal.BALANCE:
        return run.programme.step_costs
    if goal is Goal.FIT:
        return -run.programme.costs_of(run.panel.affinity)
    costs = np.zeros(len(run.programme.low), dtype=np.int64)
    if run.programme.floor is not None and any(run.panel.affinity.values()):
        costs[run.programme.floor] = -1
    return costs


def _sign(goal: Goal) -> int:
    return 1 if goal is Goal.BALANCE else -1


def _hold(run: _Run, goal: Goal, costs: Integers, solution: Solution) -> None:
    """Go on with what is as good as a solution."""
    run.found.bounds[goal] = _sign(goal) * solution.bound
    if goal is Goal.FLOOR and run.programme.floor is not None:
        run.programme = run.programme.within(run.programme.floor, -solution.cost)
    else:
        run.programme = narrow(run.programme, costs, solution)
    run.take(solution)


def _find_any(run: _Run) -> None:
    """Make sure that there is an assignment, and that its loads cost what they should."""
    if run.found.values is None or not is_met(run.programme, run.found.values):
        nothing = np.zeros(len(run.programme.low), dtype=np.int64)
        run.take(run.search(nothing, relax(run.programme, nothing)))
    values, programme = run.found.values, run.programme
    tail = () if values is None else values[len(programme.pairs) : programme.steps_end]
    if Goal.BALANCE in run.found.bounds and any(unit > 1 for unit in tail):
        raise _MoreStepsError


def _stay_and_mix(run: _Run, seed: int) -> None:
    """Among equals, leave jurors where they are; then choose by the seed."""
    wishes = [("stay", dict.fromkeys(run.panel.current, -1)), ("mix", _noises(run, seed))]
    for name, costs in wishes:
        run.tell(name)
        vector = run.programme.costs_of(costs)
        if vector.any():
            try:
                solution = run.search(vector, relax(run.programme, vector))
            except OutOfTime:
                return
            run.take(solution)
            run.programme = narrow(run.programme, vector, solution)


def _noises(run: _Run, seed: int) -> dict[Keys, int]:
    return {pair: _noise(seed, pair) for pair in run.programme.pairs}


def _noise(seed: int, pair: Keys) -> int:
    text = "\0".join((str(seed), *pair))
    return hashlib.sha256(text.encode()).digest()[0] % NOISE
