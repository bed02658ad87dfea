"""How jurors are linked by the proposals they share, and how to link and to mix them more.

Method: jurors who judge are the nodes of a graph, weighted by the proposals they share; marks can
be calibrated only within one component, and more precisely the better the graph holds together
(MacKay et al. 2017). Linking adds rows: for a group of jurors, some proposal has one of them
and one of the others. Spreading swaps the jurors of two proposals where this changes neither
loads nor fit nor a hard rule, and makes the sum of squared sharing smaller. Cost: linear in
pairs, besides an eigenvalue problem of the size of the panel.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

from challenges.assignment.model import Keys, Overlap, Panel
from challenges.assignment.programme import FREE, Programme, Row

TRIES = 12_000
Groups = tuple[tuple[str, ...], ...]


def benches_of(pairs: Iterable[Keys]) -> dict[str, list[str]]:
    """Return by proposal who judges it, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for juror, proposal in sorted(pairs):
        found[proposal].append(juror)
    return found


def groups_of(panel: Panel, pairs: Iterable[Keys]) -> Groups:
    """Return the groups of jurors without a link between them, the largest first."""
    parents: dict[str, str] = {}

    def root(juror: str) -> str:
        parents.setdefault(juror, juror)
        while parents[juror] != juror:
            parents[juror] = parents[parents[juror]]
            juror = parents[juror]
        return juror

    for bench in benches_of({*panel.kept, *pairs}).values():
        for juror in bench:
            parents[root(juror)] = root(bench[0])
    found: dict[str, list[str]] = defaultdict(list)
    for juror in sorted(parents):
        found[root(juror)].append(juror)
    return tuple(sorted(map(tuple, found.values()), key=lambda group: (-len(group), group)))


def overlap_of(panel: Panel, pairs: Iterable[Keys]) -> Overlap:
    """Return how the jurors who judge are linked."""
    together = {*panel.kept, *pairs}
    groups = groups_of(panel, together)
    shared = Counter(
        both for bench in benches_of(together).values() for both in combinations(bench, 2)
    )
    return Overlap(
        components=groups,
        links=len(shared),
        most_shared=max(shared.values(), default=0),
        fiedler=_fiedler([juror for group in groups for juror in group], shared, len(groups)),
    )


def _fiedler(jurors: Sequence[str], shared: Mapping[Keys, int], groups: int) -> Fraction:
    if groups != 1 or len(jurors) == 1:
        return Fraction(0)
    at = {juror: number for number, juror in enumerate(jurors)}
    laplacian = np.zeros((len(jurors), len(jurors)))
    for (first, second), count in shared.items():
        one, two = at[first], at[second]
        laplacian[one, two] = laplacian[two, one] = -count
        laplacian[one, one] += count
        laplacian[two, two] += count
    value = float(np.linalg.eigvalsh(laplacian)[1])
    return Fraction(round(value * 1000), 1000)


def link_rows(programme: Programme, panel: Panel, groups: Groups) -> Programme:
    """Return a programme that links each group but the largest to the rest of the panel."""
    for group in groups[1:]:
        rows = list(_link(programme, panel, frozenset(group)))
        programme = programme.with_rows(rows, len(rows) // 2)
    return programme


def _link(programme: Programme, panel: Panel, group: frozenset[str]) -> Iterator[Row]:
    """Yield that one proposal at least has jurors inside and outside of a group."""
    inside: dict[str, list[int]] = defaultdict(list)
    outside: dict[str, list[int]] = defaultdict(list)
    for at, (juror, key) in enumerate(programme.pairs):
        (inside if juror in group else outside)[key].append(at)
    kept_inside = {key for juror, key in panel.kept if juror in group}
    kept_outside = {key for juror, key in panel.kept if juror not in group}
    first = programme.matrix.shape[1]
    marks: list[int] = []
    for proposal in panel.proposals:
        key, mark = proposal.key, first + len(marks)
        if not (inside[key] or key in kept_inside) or not (outside[key] or key in kept_outside):
            continue
        marks.append(mark)
        for side, kept in ((inside[key], kept_inside), (outside[key], kept_outside)):
            ones = (-1,) * len(side)
            yield Row((mark, *side), (1, *ones), -FREE, 1 if key in kept else 0)
    yield Row(tuple(marks), (1,) * len(marks), 1, FREE)


def spread(panel: Panel, pairs: Sequence[Keys], seed: int) -> list[Keys]:
    """Return pairs after the swaps that spread what jurors share and cost nothing."""
    return _Spreading(panel, pairs).run(random.Random(seed))  # noqa: S311 - a choice among equals


class _Spreading:
    """Benches under swaps."""

    def __init__(self, panel: Panel, pairs: Sequence[Keys]) -> None:
        self.panel = panel
        self.pairs = sorted(pairs)
        self.benches = {key: set(bench) for key, bench in benches_of({*panel.kept, *pairs}).items()}
        self.shared = Counter(
            frozenset(both)
            for bench in self.benches.values()
            for both in combinations(sorted(bench), 2)
        )
        self.kinds = {juror.key: (juror.organisation, juror.tags) for juror in panel.jurors}
        self.held = {one for pair in panel.rules.apart for one in pair}
        self.is_strict = panel.rules.per_organisation is not None or any(
            proposal.wanted for proposal in panel.proposals
        )

    def run(self, dice: random.Random) -> list[Keys]:
        """Try swaps, and keep those that help."""
        if len(self.pairs) > 1:
            for _ in range(TRIES):
                one, two = dice.randrange(len(self.pairs)), dice.randrange(len(self.pairs))
                self._swap(one, two)
        return sorted(self.pairs)

    def _swap(self, one: int, two: int) -> None:
        (first, here), (second, there) = self.pairs[one], self.pairs[two]
        if not self._may_swap(first, here, second, there):
            return
        change = self._change(first, second, here, there)
        if change < 0:
            for juror, old, new in ((first, here, there), (second, there, here)):
                self.benches[old].discard(juror)
                for other in self.benches[old] - {first, second}:
                    self.shared[frozenset((juror, other))] -= 1
                for other in self.benches[new] - {first, second}:
                    self.shared[frozenset((juror, other))] += 1
                self.benches[new].add(juror)
            self.pairs[one], self.pairs[two] = (first, there), (second, here)

    def _may_swap(self, first: str, here: str, second: str, there: str) -> bool:
        """Whether a swap keeps the hard rules, the fit of both proposals, and who sat there."""
        if first in self.benches[there] or second in self.benches[here]:
            return False
        panel = self.panel
        old, new = ((first, here), (second, there)), ((first, there), (second, here))
        if not panel.allowed.issuperset(new) or not panel.current.isdisjoint(old):
            return False
        fits = panel.affinity
        if fits and (
            fits.get(old[0], 0) != fits.get(new[1], 0) or fits.get(old[1], 0) != fits.get(new[0], 0)
        ):
            return False
        if self.is_strict and self.kinds[first] != self.kinds[second]:
            return False
        return first not in self.held and second not in self.held

    def _change(self, first: str, second: str, here: str, there: str) -> int:
        """Return by how much a swap changes the sum of squared sharing."""
        counts: Counter[frozenset[str]] = Counter()
        for juror, old, new in ((first, here, there), (second, there, here)):
            for other in self.benches[old] - {first, second}:
                counts[frozenset((juror, other))] -= 1
            for other in self.benches[new] - {first, second}:
                counts[frozenset((juror, other))] += 1
        return sum(
            (self.shared[both] + by) ** 2 - self.shared[both] ** 2 for both, by in counts.items()
        )
