"""The exact solver: a linear programme first, branch and bound where that is not whole.

Method: HiGHS solves the linear programme. Its duals, rounded to fractions, prove a bound in
whole numbers (Lagrange: any multipliers of the right sign do). If its vertex is whole and as
good as the bound, it is optimal; on a network it always is. Otherwise HiGHS branches, and its own
bound stands beside. After each stage, columns whose reduced cost exceeds the gap are fixed; where
there is no gap, complementary slackness makes the rest exactly the set of optimal solutions, and
otherwise a row holds the value. Cost: one dual simplex, and rarely a search.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from challenges.assignment.programme import FREE, Integers, Programme, Row

# Duals of a network are whole; others mostly have small denominators.
DENOMINATORS = (1, 2520, 2520 * 1024)
ROUNDING = 1e-6
EPSILON = 1e-12
INFEASIBLE = 2
Options = dict[str, Any]


class Unsolvable(Exception):  # noqa: N818 - an answer, not a mistake
    """No assignment keeps the hard rules."""


class OutOfTime(Exception):  # noqa: N818 - an answer, not a mistake
    """Nothing was found in the time; `bound` is what is known of the best."""

    def __init__(self, bound: int) -> None:
        """Keep the bound."""
        super().__init__(bound)
        self.bound = bound


@dataclass(frozen=True, slots=True)
class Solution:
    """Whole values, their cost, and the bound that no other values can go below.

    Without values, the cost is the bound, and it is not known whether it can be reached.
    `reduced` are the reduced costs in units of 1/`unit`, `proved` the bound that goes with them
    in the same units; `ends` are the values of the rows that such a bound rests on, or FREE.
    """

    values: Integers | None
    cost: int
    bound: int
    reduced: Integers
    proved: int
    unit: int
    ends: Integers


@dataclass(frozen=True, slots=True)
class _Proof:
    bound: int
    unit: int
    reduced: Integers
    ends: Integers


def relax(programme: Programme, costs: Integers) -> Solution:
    """Return the best values if the linear programme gives them whole, or else only its bound."""
    step = _step(costs)
    costs = costs // step
    if not costs.size:
        return Solution(costs, 0, 0, costs, 0, 1, np.full(len(programme.least), FREE))
    values, proof = _relax(programme, costs)
    lower = -(-proof.bound // proof.unit)
    is_best = is_met(programme, values) and int(costs @ values) == lower
    return Solution(
        values if is_best else None,
        lower * step,
        lower * step,
        proof.reduced * step,
        proof.bound * step,
        proof.unit,
        proof.ends,
    )


def search(programme: Programme, costs: Integers, relaxed: Solution, deadline: float) -> Solution:
    """Return the best whole values that branch and bound finds until the deadline."""
    step = _step(costs)
    values, bound = _branch(programme, costs // step, deadline, relaxed.bound)
    cost = int(costs @ values)
    lower = min(max(relaxed.bound, bound * step), cost)
    return replace(relaxed, values=values, cost=cost, bound=lower)


def _step(costs: Integers) -> int:
    """Return the greatest number that divides all costs."""
    return gcd(*np.unique(costs).tolist()) or 1


def is_met(programme: Programme, values: Integers) -> bool:
    """Say whether whole values keep every row and every limit."""
    sums = programme.matrix @ values
    within = (programme.low <= values).all() and (values <= programme.high).all()
    return bool(within and (programme.least <= sums).all() and (sums <= programme.most).all())


def _relax(programme: Programme, costs: Integers) -> tuple[Integers, _Proof]:
    """Solve the linear programme; return its rounded vertex and what its duals prove."""
    same = programme.least == programme.most
    above, below = ~same & (programme.most < FREE), ~same & (programme.least > -FREE)
    matrix = programme.matrix.astype(np.float64)
    has_limits = bool(above.any() or below.any())
    solve = partial(
        linprog,
        costs,
        A_eq=matrix[same] if same.any() else None,
        b_eq=programme.most[same] if same.any() else None,
        A_ub=csr_array(vstack([matrix[above], -matrix[below]])) if has_limits else None,
        b_ub=np.append(programme.most[above], -programme.least[below]) if has_limits else None,
        bounds=np.stack([programme.low, programme.high], axis=1),
        method="highs-ds",
    )
    result = _ask_twice(lambda options: solve(options=options))
    if result.x is None:
        raise Unsolvable
    multipliers = np.zeros(len(same))
    if same.any():
        multipliers[same] = result.eqlin.marginals
    if has_limits:
        count = int(above.sum())
        multipliers[above] += result.ineqlin.marginals[:count]
        multipliers[below] -= result.ineqlin.marginals[count:]
    values = np.rint(result.x).astype(np.int64)
    return values, _best_proof(programme, costs, multipliers)


def _ask_twice(solve: Callable[[Options], Any]) -> Any:
    """Return an answer; that there is none is believed only where it is said without presolve.

    The presolve of HiGHS 1.12 calls some programmes infeasible that are not: of random ones with
    two jurors and six proposals, one in some thousands.
    """
    answer = solve({})
    return answer if answer.status != INFEASIBLE else solve({"presolve": False})


def _best_proof(programme: Programme, costs: Integers, multipliers: NDArray[np.float64]) -> _Proof:
    proofs = (_prove(programme, costs, multipliers, unit) for unit in DENOMINATORS)
    found = next(proofs)
    whole = np.abs(multipliers - np.rint(multipliers)).max(initial=0.0) < ROUNDING
    for other in () if whole else proofs:
        if other.bound * found.unit > found.bound * other.unit:
            found = other
    return found


def _prove(
    programme: Programme, costs: Integers, multipliers: NDArray[np.float64], unit: int
) -> _Proof:
    """Return the bound that multipliers prove once they are whole numbers of 1/unit."""
    whole = np.rint(multipliers * unit).astype(np.int64)
    whole[(programme.most >= FREE) & (whole < 0)] = 0
    whole[(programme.least <= -FREE) & (whole > 0)] = 0
    reduced = unit * costs - programme.matrix.T @ whole
    sides = np.where(whole > 0, programme.least, programme.most)
    ends = np.where(whole == 0, FREE, sides)
    at_best = np.where(reduced > 0, programme.low, programme.high)
    bound = int((whole * np.where(whole == 0, 0, sides)).sum()) + int(reduced @ at_best)
    return _Proof(bound, unit, reduced, ends)


def _branch(
    programme: Programme, costs: Integers, deadline: float, lower: int
) -> tuple[Integers, int]:
    """Search for the best whole values; return them and the bound of the search."""
    far = np.float64(np.inf)
    least = np.where(programme.least <= -FREE, -far, programme.least)
    most = np.where(programme.most >= FREE, far, programme.most)
    whole = np.ones(len(costs))
    whole[len(programme.pairs) : programme.steps_end] = 0  # loads are whole, so are their steps
    solve = partial(
        milp,
        costs,
        constraints=LinearConstraint(programme.matrix.astype(np.float64), least, most),
        bounds=Bounds(programme.low, programme.high),
        integrality=whole,
    )

    def until_deadline(options: Options) -> Any:
        left = max(deadline - time.monotonic(), 0.1)
        return solve(options={"time_limit": left, "mip_rel_gap": 0.0, **options})

    result = _ask_twice(until_deadline)
    if result.status == INFEASIBLE:
        raise Unsolvable
    values = None if result.x is None else np.rint(result.x).astype(np.int64)
    if values is None or not is_met(programme, values):
        raise OutOfTime(lower)
    bound = float(result.mip_dual_bound)
    return values, int(np.ceil(bound - ROUNDING - abs(bound) * EPSILON))


def narrow(programme: Programme, costs: Integers, solution: Solution) -> Programme:
    """Return the programme of all the values that cost no more than a solution does."""
    gap = solution.cost * solution.unit - solution.proved
    low = np.where(solution.reduced < -gap, programme.high, programme.low)
    high = np.where(solution.reduced > gap, programme.low, programme.high)
    narrowed = replace(programme, low=low, high=high)
    if gap == 0:
        return _hold_ends(narrowed, solution)
    used = np.flatnonzero(costs)
    step = gcd(*costs[used].tolist())
    row = Row(
        tuple(used.tolist()), tuple((costs[used] // step).tolist()), -FREE, solution.cost // step
    )
    return narrowed.with_rows([row])


def _hold_ends(programme: Programme, solution: Solution) -> Programme:
    """Make equal each row that the bound rests on: no solution without a gap has slack there."""
    held = solution.ends < FREE
    return replace(
        programme,
        least=np.where(held, solution.ends, programme.least),
        most=np.where(held, solution.ends, programme.most),
    )
