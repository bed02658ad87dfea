"""The exact solver: three linear programmes on a network, each on the optimal face of the last.

Method: variables are the free (juror, proposal) pairs, 0 or 1, and for each juror one unit per
load step k, costing 2k - 1, so that the units used sum to the squared load. The matrix is that
of a network, hence totally unimodular: every vertex is a whole-number assignment, and the duals
of a vertex are whole numbers too. The load vectors form an M-convex set, where the least sum of
squares also has the least maximum (Frank and Murota, "Decreasing minimization on M-convex
sets", 2022). After each stage the pairs whose reduced cost is not zero are fixed: by
complementary slackness the rest is exactly the set of optimal assignments. Cost: three HiGHS
solves with jurors times proposals variables.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from challenges.assignment.model import Panel

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Network:
    """The constraints of a panel, `matrix @ x == right` with `low <= x <= high`."""

    pairs: tuple[tuple[str, str], ...]
    matrix: csr_array
    right: Integers
    low: Integers
    high: Integers
    step_costs: Integers


@dataclass(frozen=True, slots=True)
class Solution:
    """A vertex, its cost, and the bound that its duals prove for every other point."""

    values: Integers
    cost: int
    bound: int
    reduced: Integers


def build_network(panel: Panel) -> Network:
    """Return the network of a panel: a row per proposal that needs jurors, and per juror."""
    rows = {proposal.key: row for row, proposal in enumerate(panel.proposals)}
    juror_rows = {juror.key: len(rows) + row for row, juror in enumerate(panel.jurors)}
    pairs = tuple(
        (juror.key, key)
        for key in rows
        for juror in panel.jurors
        if (juror.key, key) in panel.allowed
    )
    steps = [
        (juror_rows[juror.key], 2 * (panel.kept_loads[juror.key] + step) - 1)
        for juror in panel.jurors
        for step in range(1, panel.rooms[juror.key] + 1)
    ]
    entries = [(rows[key], column, 1) for column, (_, key) in enumerate(pairs)]
    entries += [(juror_rows[juror], column, 1) for column, (juror, _) in enumerate(pairs)]
    entries += [(row, len(pairs) + column, -1) for column, (row, _) in enumerate(steps)]
    size = len(pairs) + len(steps)
    at_rows, at_columns, signs = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    shape = (len(rows) + len(juror_rows), size)
    return Network(
        pairs=pairs,
        matrix=csr_array((signs, (at_rows, at_columns)), shape=shape, dtype=np.int64),
        right=np.array([*panel.needs.values(), *[0] * len(juror_rows)], dtype=np.int64),
        low=np.zeros(size, dtype=np.int64),
        high=np.ones(size, dtype=np.int64),
        step_costs=np.array([0] * len(pairs) + [cost for _, cost in steps], dtype=np.int64),
    )


def solve(network: Network, costs: Integers) -> Solution:
    """Return a cheapest vertex of a feasible network, with the proof of its cost."""
    if not costs.size:
        return Solution(costs, 0, 0, costs)
    result = linprog(
        costs,
        A_eq=network.matrix,
        b_eq=network.right,
        bounds=np.stack([network.low, network.high], axis=1),
        method="highs-ds",
    )
    values = np.rint(result.x).astype(np.int64)
    duals = np.rint(result.eqlin.marginals).astype(np.int64)
    reduced = costs - network.matrix.T @ duals
    at_best = np.where(reduced > 0, network.low, network.high)
    bound = int(network.right @ duals + reduced @ at_best)
    return Solution(values, int(costs @ values), bound, reduced)


def optimal_face(network: Network, solution: Solution) -> Network:
    """Return the network of all the points that are as cheap as a proved solution."""
    low = np.where(solution.reduced < 0, network.high, network.low)
    high = np.where(solution.reduced > 0, network.low, network.high)
    return Network(network.pairs, network.matrix, network.right, low, high, network.step_costs)


def pair_costs(network: Network, costs: dict[tuple[str, str], int]) -> Integers:
    """Return a cost per variable from a cost per pair; load steps cost nothing."""
    found = np.zeros(len(network.low), dtype=np.int64)
    found[: len(network.pairs)] = [costs.get(pair, 0) for pair in network.pairs]
    return found
