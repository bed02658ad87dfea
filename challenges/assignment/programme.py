"""The question as a linear programme in whole numbers.

Method: a variable per free (juror, proposal) pair, 0 or 1; for each juror one unit per load step
k, costing 2k - 1, so that the units used sum to the squared load; one variable for the fit of
the worst-off proposal. Conflicts have no variable. A row per proposal and per juror makes a
network, hence a totally unimodular matrix; required tags, limits per organisation, jurors who
are apart and the floor add rows that may break this. Cost: jurors times proposals variables.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from challenges.assignment.model import Goal, Keys, Panel

Integers = NDArray[np.int64]
FREE = 2**52  # a row without a limit on this side


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint: `least <= sum of coefficient * column <= most`."""

    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Programme:
    """The constraints of a panel: `least <= matrix @ x <= most`, `low <= x <= high`, x whole.

    The columns are the pairs, then the load steps, then the floor if it is a goal, then what
    further rules brought along. The rows are the proposals, then their tags, then the rest.
    """

    pairs: tuple[Keys, ...]
    matrix: csr_array
    least: Integers
    most: Integers
    low: Integers
    high: Integers
    step_costs: Integers
    steps_end: int
    floor: int | None

    def with_rows(self, rows: Iterable[Row], new_columns: int = 0) -> "Programme":
        """Return a programme with more rows, and with more columns that are 0 or 1."""
        rows = list(rows)
        width = self.matrix.shape[1] + new_columns
        more = _matrix(rows, width)
        old = csr_array(
            (self.matrix.data, self.matrix.indices, self.matrix.indptr),
            shape=(self.matrix.shape[0], width),
        )
        return replace(
            self,
            matrix=csr_array(vstack([old, more])),
            least=np.append(self.least, [row.least for row in rows]).astype(np.int64),
            most=np.append(self.most, [row.most for row in rows]).astype(np.int64),
            low=np.append(self.low, np.zeros(new_columns, dtype=np.int64)),
            high=np.append(self.high, np.ones(new_columns, dtype=np.int64)),
            step_costs=np.append(self.step_costs, np.zeros(new_columns, dtype=np.int64)),
        )

    def within(self, column: int, value: int) -> "Programme":
        """Return a programme in which a column has a value."""
        lows, highs = self.low.copy(), self.high.copy()
        lows[column] = highs[column] = value
        return replace(self, low=lows, high=highs)

    def costs_of(self, costs: Mapping[Keys, int]) -> Integers:
        """Return a cost per column from a cost per pair; nothing else costs anything."""
        found = np.zeros(len(self.low), dtype=np.int64)
        found[: len(self.pairs)] = [costs.get(pair, 0) for pair in self.pairs]
        return found

    def chosen(self, values: Integers) -> list[Keys]:
        """Return the pairs that a solution uses."""
        return [self.pairs[at] for at in np.flatnonzero(values[: len(self.pairs)]).tolist()]


def build_programme(panel: Panel, most_steps: int) -> Programme:
    """Return the programme of a panel, with exact costs for loads up to `most_steps` + 1.

    Above that, each further proposal costs as much as the next step: less than it should, so
    that a solution which goes no further is the best, and one that does calls for more steps.
    """
    candidates = panel.candidates()
    pairs = tuple((juror, key) for key in candidates for juror in candidates[key])
    steps = list(_steps(panel, most_steps)) if Goal.BALANCE in panel.rules.goals else []
    columns = {pair: at for at, pair in enumerate(pairs)}
    floor = len(pairs) + len(steps) if Goal.FLOOR in panel.rules.goals else None
    width = len(pairs) + len(steps) + (floor is not None)
    rows = [*_proposal_rows(panel, columns, candidates), *_tag_rows(panel, columns, candidates)]
    rows += _juror_rows(panel, columns, steps)
    for of_proposal in (_organisation_rows, _apart_rows):
        rows += of_proposal(panel, columns, candidates)
    low, high = np.zeros(width, dtype=np.int64), np.ones(width, dtype=np.int64)
    high[len(pairs) : len(pairs) + len(steps)] = [room for _, _, room in steps]
    if floor is not None:
        rows += _floor_rows(panel, columns, candidates, floor)
        low[floor], high[floor] = _floor_range(panel)
    costs = [0] * len(pairs) + [cost for _, cost, _ in steps] + [0] * (floor is not None)
    return Programme(
        pairs=pairs,
        matrix=_matrix(rows, width),
        least=np.array([row.least for row in rows], dtype=np.int64),
        most=np.array([row.most for row in rows], dtype=np.int64),
        low=low,
        high=high,
        step_costs=np.array(costs, dtype=np.int64),
        steps_end=len(pairs) + len(steps),
        floor=floor,
    )


def _matrix(rows: list[Row], width: int) -> csr_array:
    starts = np.cumsum([0, *(len(row.columns) for row in rows)])
    columns = np.fromiter((at for row in rows for at in row.columns), np.int64, starts[-1])
    values = np.fromiter((at for row in rows for at in row.coefficients), np.int64, starts[-1])
    return csr_array((values, columns, starts), shape=(len(rows), width), dtype=np.int64)


def _steps(panel: Panel, most_steps: int) -> Iterator[tuple[str, int, int]]:
    """Yield the juror, the cost and the size of each load step."""
    for juror in panel.jurors:
        load, room = panel.kept_loads.get(juror.key, 0), panel.rooms[juror.key]
        single = min(room, max(most_steps - load, 0))
        for step in range(1, single + 1):
            yield juror.key, 2 * (load + step) - 1, 1
        if room > single:
            yield juror.key, 2 * (load + single + 1) - 1, room - single


def _sum(columns: Iterable[int], least: int, most: int) -> Row:
    found = tuple(columns)
    return Row(found, (1,) * len(found), least, most)


def _proposal_rows(
    panel: Panel, columns: Mapping[Keys, int], candidates: Mapping[str, list[str]]
) -> Iterator[Row]:
    for key, jurors in candidates.items():
        need = panel.needs[key]
        yield _sum((columns[juror, key] for juror in jurors), need, need)


def _juror_rows(
    panel: Panel, columns: Mapping[Keys, int], steps: list[tuple[str, int, int]]
) -> Iterator[Row]:
    of_juror: dict[str, list[int]] = defaultdict(list)
    for (juror, _), at in columns.items():
        of_juror[juror].append(at)
    units: dict[str, list[int]] = defaultdict(list)
    for number, (juror, _, _) in enumerate(steps):
        units[juror].append(len(columns) + number)
    for one in panel.jurors:
        mine, room = of_juror[one.key], panel.rooms[one.key]
        if Goal.BALANCE in panel.rules.goals:
            used = units[one.key]
            yield Row((*mine, *used), (1,) * len(mine) + (-1,) * len(used), 0, 0)
        elif room < len(mine):
            yield _sum(mine, -FREE, room)


def tag_needs(panel: Panel) -> Iterator[tuple[str, str, int]]:
    """Yield the proposal, the tag, and how many more of its jurors must have it."""
    tags, benches = {juror.key: juror.tags for juror in panel.jurors}, panel.benches()
    for proposal in panel.proposals:
        for tag, least in sorted(proposal.wanted):
            kept = sum(tag in tags.get(juror, ()) for juror in benches[proposal.key])
            if least > kept:
                yield proposal.key, tag, least - kept


def _tag_rows(
    panel: Panel, columns: Mapping[Keys, int], candidates: Mapping[str, list[str]]
) -> Iterator[Row]:
    tags = {juror.key: juror.tags for juror in panel.jurors}
    for key, tag, least in tag_needs(panel):
        tagged = [juror for juror in candidates[key] if tag in tags[juror]]
        yield _sum((columns[juror, key] for juror in tagged), least, FREE)


def _organisation_rows(
    panel: Panel, columns: Mapping[Keys, int], candidates: Mapping[str, list[str]]
) -> Iterator[Row]:
    most = panel.rules.per_organisation
    if most is None:
        return
    firms, benches = {juror.key: juror.organisation for juror in panel.jurors}, panel.benches()
    for key, jurors in candidates.items():
        kept = [firms.get(juror) for juror in benches[key]]
        for firm in sorted({firm for juror in jurors if (firm := firms[juror])}):
            colleagues = [columns[juror, key] for juror in jurors if firms[juror] == firm]
            room = max(most - kept.count(firm), 0)
            if room < len(colleagues):
                yield _sum(colleagues, -FREE, room)


def _apart_rows(
    panel: Panel, columns: Mapping[Keys, int], candidates: Mapping[str, list[str]]
) -> Iterator[Row]:
    benches = panel.benches()
    for first, second in sorted({tuple(sorted(pair)) for pair in panel.rules.apart}):
        for key in candidates:
            both = [at for one in (first, second) if (at := columns.get((one, key))) is not None]
            kept = len({first, second} & set(benches[key]))
            if len(both) + kept > 1 and both:
                yield _sum(both, -FREE, max(1 - kept, 0))


def _floor_rows(
    panel: Panel, columns: Mapping[Keys, int], candidates: Mapping[str, list[str]], floor: int
) -> Iterator[Row]:
    """Yield that the fit of each proposal which needs jurors is at least the floor."""
    for key, jurors in candidates.items():
        if panel.needs[key]:
            fits = [(columns[j, key], panel.affinity.get((j, key), 0)) for j in jurors]
            used = [(at, fit) for at, fit in fits if fit]
            at, values = zip(*used, (floor, -1), strict=True)
            yield Row(at, values, -kept_fit(panel, key), FREE)


def kept_fit(panel: Panel, key: str) -> int:
    """Return the fit that a proposal has from the jurors it keeps."""
    return sum(panel.affinity.get(pair, 0) for pair in panel.kept if pair[1] == key)


def _floor_range(panel: Panel) -> tuple[int, int]:
    """Return between what the floor lies: the worst and the best for the worst-off proposal."""
    lows, highs = [0], []
    for key, jurors in panel.candidates().items():
        if need := panel.needs[key]:
            fits = sorted(panel.affinity.get((juror, key), 0) for juror in jurors)
            base = kept_fit(panel, key)
            lows.append(base + sum(fits[:need]))
            highs.append(base + sum(fits[len(fits) - need :]))
    return min(lows), min(highs, default=0)
