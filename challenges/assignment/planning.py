"""From jurors, proposals and conflicts to a plan."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from challenges import VERSION
from challenges.assignment.feasibility import explain, not_linked, out_of_time
from challenges.assignment.missing import explain_together
from challenges.assignment.model import (
    AssignmentPlan,
    Control,
    Goal,
    Infeasibility,
    Juror,
    Keys,
    Objective,
    Pair,
    Panel,
    Proposal,
    Rules,
    Value,
)
from challenges.assignment.overlap import overlap_of
from challenges.assignment.panel import in_key_order, in_order, make_panel, refuse_bad_input
from challenges.assignment.solving import OutOfTime, Unsolvable
from challenges.assignment.stages import CannotLink, Found, find_best
from challenges.canonical import digest

Reasons = tuple[Infeasibility, ...]


def assign(  # noqa: PLR0913 - each argument is one part of the question
    jurors: Iterable[Juror],
    proposals: Iterable[Proposal],
    conflicts: Iterable[Keys],
    *,
    per_proposal: int = 3,
    seed: int = 0,
    existing: Iterable[Keys] = (),
    affinity: Mapping[Keys, float | Fraction] | None = None,
    rules: Rules | None = None,
    current: Iterable[Keys] = (),
    control: Control | None = None,
) -> AssignmentPlan:
    """Return the best plan: the hard rules, then the goals in their order, then mixing.

    Every pair of keys is (juror, proposal). Existing pairs are kept; a proposal that already
    has more jurors than it needs keeps them all. Current pairs may go, but among equally good
    plans most of them stay; after that the seed mixes the panels, so that jurors share
    proposals with many others.
    """
    rules, affinity = rules or Rules(), affinity or {}
    jurors, proposals = in_order(jurors), in_key_order(proposals)
    refuse_bad_input(jurors, proposals, per_proposal, affinity, rules)
    forbidden = frozenset(conflicts)
    panel = make_panel(
        jurors,
        proposals,
        forbidden,
        frozenset(existing),
        affinity=affinity,
        per_proposal=per_proposal,
        rules=rules,
        current=frozenset(current),
    )
    question = _digest(panel, forbidden, per_proposal, seed)
    infeasible = explain(panel, forbidden)
    found = None
    if not infeasible:
        found, infeasible = _find(panel, seed, control or Control())
    return _plan(panel, found, infeasible, seed, question)


def _digest(panel: Panel, conflicts: frozenset[Keys], per_proposal: int, seed: int) -> str:
    return digest(
        {
            "version": VERSION,
            "jurors": panel.jurors,
            "proposals": panel.proposals,
            "conflicts": conflicts,
            "per_proposal": per_proposal,
            "seed": seed,
            "existing": panel.kept,
            "current": panel.current,
            "affinity": _in_lines(panel.affinity),
            "scale": panel.scale,
            "rules": panel.rules,
        }
    )


def _in_lines(affinity: Mapping[Keys, int]) -> str:
    """Return affinities as one text, for there are as many as jurors times proposals."""
    return "\n".join(
        f"{juror}\t{proposal}\t{value}"
        for (juror, proposal), value in sorted(affinity.items())
        if value
    )


def _find(panel: Panel, seed: int, control: Control) -> tuple[Found | None, Reasons]:
    try:
        return find_best(panel, seed, control), ()
    except Unsolvable:
        return None, explain_together(panel) or out_of_time()
    except CannotLink:
        return None, not_linked()
    except OutOfTime:
        return None, out_of_time()


def _plan(
    panel: Panel, found: Found | None, infeasible: Reasons, seed: int, question: str
) -> AssignmentPlan:
    pairs = _pairs(panel, found.pairs if found else ())
    objective = _objective(panel, pairs)
    return AssignmentPlan(
        pairs=pairs,
        loads=_loads(panel, pairs),
        infeasible=infeasible,
        objective=objective,
        bound=_bound(panel, objective, found.bounds if found else {}),
        seed=seed,
        digest=question,
        overlap=overlap_of(panel, [(pair.juror, pair.proposal) for pair in pairs]),
    )


def _pairs(panel: Panel, chosen: Collection[Keys]) -> tuple[Pair, ...]:
    kept = [Pair(*pair, kept=True) for pair in panel.kept]
    return tuple(sorted(kept + [Pair(*pair) for pair in chosen]))


def _loads(panel: Panel, pairs: Collection[Pair]) -> tuple[tuple[str, int], ...]:
    counts = Counter(pair.juror for pair in pairs)
    return tuple((juror.key, counts[juror.key]) for juror in panel.jurors)


def _value(panel: Panel, whole: int) -> Value:
    value = Fraction(whole, panel.scale)
    return value.numerator if value.denominator == 1 else value


def _objective(panel: Panel, pairs: Collection[Pair]) -> Objective:
    loads = [load for _, load in _loads(panel, pairs)]
    fits = dict.fromkeys((key for key, need in panel.needs.items() if need), 0)
    for pair in pairs:
        if pair.proposal in fits:
            fits[pair.proposal] += panel.affinity.get((pair.juror, pair.proposal), 0)
    total = sum(panel.affinity.get((pair.juror, pair.proposal), 0) for pair in pairs)
    return Objective(
        max_load=max(loads, default=0),
        squared_loads=sum(load**2 for load in loads),
        affinity=_value(panel, total),
        floor=_value(panel, min(fits.values(), default=0)),
    )


def _bound(panel: Panel, objective: Objective, bounds: Mapping[Goal, int]) -> Objective:
    """Return the bounds that were proved; a goal that was not asked for is not judged."""
    kept = sum(panel.affinity.get(pair, 0) for pair in panel.kept)
    kept_squares = sum(load**2 for load in panel.kept_loads.values())
    squares = objective.squared_loads
    if Goal.BALANCE in bounds:
        squares = kept_squares + bounds[Goal.BALANCE]
    return Objective(
        max_load=objective.max_load,
        squared_loads=squares,
        affinity=_value(panel, kept + bounds[Goal.FIT])
        if Goal.FIT in bounds
        else objective.affinity,
        floor=_value(panel, bounds[Goal.FLOOR])
        if Goal.FLOOR in bounds and any(panel.affinity.values())
        else objective.floor,
    )
