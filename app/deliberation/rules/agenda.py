"""In which order proposals come up, so that as few people as possible leave and come back.

Method: a shortest path over the proposals where going from one to the next costs the people who
leave or come back in between, beginning and ending with everybody in the room. Up to twelve
proposals the path is exact (Held and Karp 1962, over subsets); beyond that it is built by the
nearest neighbour and mended by turning parts of it round (2-opt), and the least spanning tree says
how far from the best it can be at most. Cost: n² · 2ⁿ steps up to twelve, about n³ beyond.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

EXACT = 12
Away = frozenset[int]
Ways = dict[tuple[int, int], tuple[int, tuple[int, ...]]]
EVERYBODY_IN: Away = frozenset()


@dataclass(frozen=True)
class Agenda:
    """The order, how many times somebody moves, and how many times it takes at least."""

    order: tuple[int, ...]
    moves: int
    least: int


def moves_of(order: Sequence[int], away: Mapping[int, Away]) -> int:
    """Return how many times somebody leaves or comes back in an order."""
    stops = [EVERYBODY_IN, *(away[key] for key in order), EVERYBODY_IN]
    return sum(len(one ^ other) for one, other in pairwise(stops))


def plan(keys: Sequence[int], away: Mapping[int, Away]) -> Agenda:
    """Return the order with the fewest moves; among equals those first stand first in `keys`."""
    if not keys:
        return Agenda((), 0, 0)
    if len(keys) <= EXACT:
        order = _exact(keys, away)
        moves = moves_of(order, away)
        return Agenda(order, moves, moves)
    order = _mended(_nearest(keys, away), away)
    return Agenda(order, moves_of(order, away), _tree(keys, away))


def _exact(keys: Sequence[int], away: Mapping[int, Away]) -> tuple[int, ...]:
    sets = [away[key] for key in keys]
    cost = [[len(one ^ other) for other in sets] for one in sets]
    # By the set of those done and the last of them: the least moves, and the way there.
    best: Ways = {(1 << n, n): (len(sets[n]), (n,)) for n in range(len(keys))}
    for _step in keys[1:]:
        longer: Ways = {}
        for (done, last), (moves, way) in best.items():
            for n in range(len(keys)):
                if done >> n & 1:
                    continue
                found = (moves + cost[last][n], (*way, n))
                key = (done | 1 << n, n)
                if key not in longer or found < longer[key]:
                    longer[key] = found
        best = longer
    _moves, way = min((moves + len(sets[way[-1]]), way) for moves, way in best.values())
    return tuple(keys[n] for n in way)


def _nearest(keys: Sequence[int], away: Mapping[int, Away]) -> list[int]:
    left, order, here = list(keys), [], EVERYBODY_IN
    while left:
        found = min(left, key=lambda key: (len(away[key] ^ here), left.index(key)))
        left.remove(found)
        order.append(found)
        here = away[found]
    return order


def _mended(order: list[int], away: Mapping[int, Away]) -> tuple[int, ...]:
    """Turn parts of the order round for as long as that saves moves."""
    is_better = True
    while is_better:
        is_better = False
        for start in range(len(order) - 1):
            for end in range(start + 2, len(order) + 1):
                if _saves(order, start, end, away):
                    order[start:end] = reversed(order[start:end])
                    is_better = True
    return tuple(order)


def _saves(order: Sequence[int], start: int, end: int, away: Mapping[int, Away]) -> bool:
    before = away[order[start - 1]] if start else EVERYBODY_IN
    after = away[order[end]] if end < len(order) else EVERYBODY_IN
    first, last = away[order[start]], away[order[end - 1]]
    return len(before ^ last) + len(first ^ after) < len(before ^ first) + len(last ^ after)


def _tree(keys: Sequence[int], away: Mapping[int, Away]) -> int:
    """Return the weight of the least tree that joins all stops; no path can be shorter."""
    near = {key: len(away[key]) for key in keys}
    total = 0
    while near:
        key = min(near, key=lambda one: near[one])
        total += near.pop(key)
        near = {other: min(far, len(away[key] ^ away[other])) for other, far in near.items()}
    return total
