"""How few new jurors would do, where only all the rules together cannot be met.

Method: the programme of the panel without its goals, in which new jurors with a given tag (or
none) may serve any proposal; the fewest new jurors, and then the fewest services. A proposal
whose tags need more places than it has jurors may also grow, at a higher price. Cost: one
search with branch and bound.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from challenges.assignment.feasibility import (
    listed,
    more_jurors,
    out_of_time,
    reason,
    tagged,
)
from challenges.assignment.model import Infeasibility, Panel
from challenges.assignment.programme import FREE, Programme, build_programme, tag_needs

SECONDS = 20.0
ANY = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is added to the programme: services of new jurors, new jurors, more places."""

    services: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    grown: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.services) + len(self.tags) + len(self.grown)


def explain_together(panel: Panel) -> tuple[Infeasibility, ...]:
    """Return how many new jurors, with which tags, would make an assignment possible."""
    plain = replace(panel, rules=replace(panel.rules, goals=(), connected=False))
    programme = build_programme(plain, 0)
    columns = _columns(panel)
    found = _fewest(panel, programme, columns)
    if found is None:
        return out_of_time()
    return tuple(_reasons(panel, columns, found.tolist()))


def _columns(panel: Panel) -> _Columns:
    wanted = list(tag_needs(panel))
    services = [(key, ANY) for key, need in panel.needs.items() if need]
    services += [(key, tag) for key, tag, _ in wanted]
    grown = tuple(sorted({key for key, _, _ in wanted}))
    return _Columns(tuple(services), tuple(sorted({tag for _, tag in services})), grown)


def _fewest(panel: Panel, programme: Programme, columns: _Columns) -> np.ndarray | None:
    """Return the values of the added columns in the cheapest way out."""
    size, width = len(programme.pairs), len(columns)
    matrix = vstack(
        [hstack([programme.matrix, _entries(panel, programme, columns)]), _links(columns, size)]
    )
    largest = sum(panel.needs.values()) + sum(need for _, _, need in tag_needs(panel)) + 1
    prices = [1] * len(columns.services) + [largest] * len(columns.tags)
    prices += [largest * largest] * len(columns.grown)
    far = float("inf")
    least = np.where(programme.least <= -FREE, -far, programme.least)
    most = np.where(programme.most >= FREE, far, programme.most)
    links = len(columns.services)
    result = milp(
        np.array([0] * size + prices, dtype=np.float64),
        constraints=LinearConstraint(
            csr_array(matrix).astype(np.float64),
            np.append(least, np.full(links, -far)),
            np.append(most, np.zeros(links)),
        ),
        bounds=Bounds(0, np.append(np.ones(size), np.full(width, largest))),
        integrality=np.ones(size + width),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    return None if result.x is None else np.rint(result.x[size:]).astype(np.int64)


def _entries(panel: Panel, programme: Programme, columns: _Columns) -> coo_array:
    """Return how services count for proposals and their tags, and what growing takes away."""
    rows = {proposal.key: at for at, proposal in enumerate(panel.proposals)}
    tag_rows = {(key, tag): len(rows) + at for at, (key, tag, _) in enumerate(tag_needs(panel))}
    found = []
    for at, (key, tag) in enumerate(columns.services):
        found.append((rows[key], at, 1))
        if tag:
            found.append((tag_rows[key, tag], at, 1))
    first = len(columns.services) + len(columns.tags)
    found += [(rows[key], first + at, -1) for at, key in enumerate(columns.grown)]
    at_rows, at_columns, signs = zip(*found, strict=True)
    return coo_array(
        (signs, (at_rows, at_columns)), shape=(len(programme.least), len(columns)), dtype=np.int64
    )


def _links(columns: _Columns, size: int) -> coo_array:
    """Return that a new juror serves a proposal at most once."""
    first = size + len(columns.services)
    found = []
    for at, (_, tag) in enumerate(columns.services):
        found += [(at, size + at, 1), (at, first + columns.tags.index(tag), -1)]
    at_rows, at_columns, signs = zip(*found, strict=True)
    shape = (len(columns.services), size + len(columns))
    return coo_array((signs, (at_rows, at_columns)), shape=shape, dtype=np.int64)


def _reasons(panel: Panel, columns: _Columns, values: list[int]) -> Iterator[Infeasibility]:
    services, links = values[: len(columns.services)], len(columns.services)
    served: dict[str, list[str]] = defaultdict(list)
    for (key, tag), count in zip(columns.services, services, strict=True):
        if count:
            served[tag].append(key)
    for tag, missing in zip(columns.tags, values[links:], strict=False):
        if missing:
            keys = served[tag]
            message = (
                f"with all the rules together, {len(keys)} proposals ({listed(keys)}) "
                f"need {more_jurors(missing)}{tagged(tag)}"
            )
            yield reason("too_few_together", message, keys, missing=missing, tag=tag or None)
    for key, more in zip(columns.grown, values[links + len(columns.tags) :], strict=True):
        if more:
            places = panel.needs[key] + more + len(panel.benches()[key])
            message = f"proposal {key} must have {places} jurors to have all that it asks for"
            yield reason("too_few_places", message, [key], proposal=key, places=places)
