"""From jurors, proposals and conflicts to a plan."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from challenges import VERSION
from challenges.assignment.feasibility import explain, has_conflict
from challenges.assignment.flow import build_network, optimal_face, pair_costs, solve
from challenges.assignment.model import (
    MAX_AFFINITY,
    AssignmentPlan,
    Infeasibility,
    Juror,
    Objective,
    Pair,
    Panel,
    Proposal,
)
from challenges.canonical import digest

NOISE = 64
Keys = tuple[str, str]


def assign(  # noqa: PLR0913 - each argument is one part of the question
    jurors: Iterable[Juror],
    proposals: Iterable[Proposal],
    conflicts: Iterable[Keys],
    *,
    per_proposal: int = 3,
    seed: int = 0,
    existing: Iterable[Keys] = (),
    affinity: Mapping[Keys, int] | None = None,
) -> AssignmentPlan:
    """Return the best plan: no conflict, no overload, loads balanced, then affinity, then seed.

    Every pair of keys is (juror, proposal). Existing pairs are kept; a proposal that already
    has more jurors than `per_proposal` keeps them all. The seed mixes the panels among equally
    good plans, so that jurors share proposals with many others.
    """
    jurors, proposals = sorted(jurors, key=_key), sorted(proposals, key=_key)
    _refuse_bad_input(jurors, proposals, per_proposal, affinity or {})
    forbidden, kept = frozenset(conflicts), frozenset(existing)
    allowed = _allowed(jurors, proposals, forbidden, kept)
    panel = _panel(jurors, proposals, allowed, kept, affinity or {}, per_proposal)
    question = digest(
        {
            "version": VERSION,
            "jurors": jurors,
            "proposals": proposals,
            "conflicts": forbidden,
            "per_proposal": per_proposal,
            "seed": seed,
            "existing": panel.kept,
            "affinity": {(*pair, value) for pair, value in panel.affinity.items()},
        }
    )
    if infeasible := explain(panel, forbidden):
        return _refusal(panel, infeasible, seed, question)
    return _plan(panel, seed, question)


def _key(item: Juror | Proposal) -> str:
    return item.key


def _refuse_bad_input(
    jurors: list[Juror],
    proposals: list[Proposal],
    per_proposal: int,
    affinity: Mapping[Keys, int],
) -> None:
    """Raise `ValueError` for what no caller may ask; conflicts and capacities are not that."""
    for name, items in (("juror", jurors), ("proposal", proposals)):
        if len({item.key for item in items}) != len(items):
            message = f"a {name} key is given twice"
            raise ValueError(message)
    if per_proposal < 1:
        message = "a proposal needs at least one juror"
        raise ValueError(message)
    if any(abs(value) > MAX_AFFINITY for value in affinity.values()):
        message = f"an affinity is at most {MAX_AFFINITY}"
        raise ValueError(message)


def _allowed(
    jurors: list[Juror],
    proposals: list[Proposal],
    conflicts: frozenset[Keys],
    kept: frozenset[Keys],
) -> frozenset[Keys]:
    return frozenset(
        (juror.key, proposal.key)
        for juror in jurors
        for proposal in proposals
        if (juror.key, proposal.key) not in kept and not has_conflict(juror, proposal, conflicts)
    )


def _panel(
    jurors: list[Juror],
    proposals: list[Proposal],
    allowed: frozenset[Keys],
    kept: frozenset[Keys],
    affinity: Mapping[Keys, int],
    per_proposal: int,
) -> Panel:
    loads = Counter(juror for juror, _ in kept)
    served = Counter(proposal for _, proposal in kept)
    free = Counter(juror for juror, _ in allowed)
    return Panel(
        jurors=tuple(jurors),
        proposals=tuple(proposals),
        allowed=allowed,
        kept=kept,
        affinity=affinity,
        needs={item.key: max(per_proposal - served[item.key], 0) for item in proposals},
        rooms={item.key: _room(item, loads[item.key], free[item.key]) for item in jurors},
        kept_loads=loads,
    )


def _room(juror: Juror, load: int, free: int) -> int:
    return free if juror.capacity is None else max(min(juror.capacity - load, free), 0)


def _refusal(
    panel: Panel, infeasible: tuple[Infeasibility, ...], seed: int, question: str
) -> AssignmentPlan:
    pairs = _pairs(panel, ())
    objective = _objective(panel, pairs)
    return AssignmentPlan(
        pairs, _loads(panel, pairs), infeasible, objective, objective, seed, question
    )


def _plan(panel: Panel, seed: int, question: str) -> AssignmentPlan:
    network = build_network(panel)
    balanced = solve(network, network.step_costs)
    network = optimal_face(network, balanced)
    wanted = solve(network, -pair_costs(network, dict(panel.affinity)))
    network = optimal_face(network, wanted)
    noise = {pair: _noise(seed, pair) for pair in network.pairs}
    chosen = solve(network, pair_costs(network, noise)).values
    pairs = _pairs(panel, [pair for pair, used in zip(network.pairs, chosen, strict=False) if used])
    objective = _objective(panel, pairs)
    bound = Objective(
        max_load=objective.max_load if balanced.cost == balanced.bound else 0,
        squared_loads=objective.squared_loads - balanced.cost + balanced.bound,
        affinity=objective.affinity + wanted.cost - wanted.bound,
    )
    return AssignmentPlan(pairs, _loads(panel, pairs), (), objective, bound, seed, question)


def _noise(seed: int, pair: Keys) -> int:
    text = "\0".join((str(seed), *pair))
    return hashlib.sha256(text.encode()).digest()[0] % NOISE


def _pairs(panel: Panel, chosen: Collection[Keys]) -> tuple[Pair, ...]:
    kept = [Pair(*pair, kept=True) for pair in panel.kept]
    return tuple(sorted(kept + [Pair(*pair) for pair in chosen]))


def _loads(panel: Panel, pairs: Collection[Pair]) -> tuple[tuple[str, int], ...]:
    counts = Counter(pair.juror for pair in pairs)
    return tuple((juror.key, counts[juror.key]) for juror in panel.jurors)


def _objective(panel: Panel, pairs: Collection[Pair]) -> Objective:
    loads = [load for _, load in _loads(panel, pairs)]
    return Objective(
        max_load=max(loads, default=0),
        squared_loads=sum(load**2 for load in loads),
        affinity=sum(panel.affinity.get((pair.juror, pair.proposal), 0) for pair in pairs),
    )
