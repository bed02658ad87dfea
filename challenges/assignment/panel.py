"""From jurors, proposals and conflicts to the question in whole numbers and in a fixed order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor, lcm, log10

from challenges.assignment.feasibility import has_conflict
from challenges.assignment.model import MAX_AFFINITY, Juror, Keys, Panel, Proposal, Rules

FINEST = 10**6  # an affinity is at most this many steps; a finer grid is rounded to this one


def in_order(items: Iterable[Juror]) -> list[Juror]:
    """Return jurors by key."""
    return sorted(items, key=lambda item: item.key)


def in_key_order(items: Iterable[Proposal]) -> list[Proposal]:
    """Return proposals by key."""
    return sorted(items, key=lambda item: item.key)


def refuse_bad_input(
    jurors: Sequence[Juror],
    proposals: Sequence[Proposal],
    per_proposal: int,
    affinity: Mapping[Keys, float | Fraction],
    rules: Rules,
) -> None:
    """Raise `ValueError` for what no caller may ask; conflicts and capacities are not that."""
    for name, items in (("juror", jurors), ("proposal", proposals)):
        if len({item.key for item in items}) != len(items):
            message = f"a {name} key is given twice"
            raise ValueError(message)
    if any(item.jurors is not None and item.jurors < 1 for item in proposals) or per_proposal < 1:
        message = "a proposal needs at least one juror"
        raise ValueError(message)
    if not all(abs(float(value)) <= MAX_AFFINITY for value in affinity.values()):
        message = f"an affinity is at most {MAX_AFFINITY}"
        raise ValueError(message)
    if len(set(rules.goals)) != len(rules.goals):
        message = "a goal is given twice"
        raise ValueError(message)
    if rules.per_organisation is not None and rules.per_organisation < 1:
        message = "at least one juror of an organisation may judge a proposal"
        raise ValueError(message)


def make_panel(  # noqa: PLR0913 - each argument is one part of the question
    jurors: Sequence[Juror],
    proposals: Sequence[Proposal],
    conflicts: Collection[Keys],
    kept: Collection[Keys],
    *,
    affinity: Mapping[Keys, float | Fraction],
    per_proposal: int,
    rules: Rules,
    current: Collection[Keys],
) -> Panel:
    """Return the question: who may still be given what, and what is left to give."""
    forbidden, kept = frozenset(conflicts), frozenset(kept)
    allowed = frozenset(
        (juror.key, proposal.key)
        for juror in jurors
        for proposal in proposals
        if (juror.key, proposal.key) not in kept and not has_conflict(juror, proposal, forbidden)
    )
    loads = Counter(juror for juror, _ in kept)
    served = Counter(proposal for _, proposal in kept)
    free = Counter(juror for juror, _ in allowed)
    there = allowed | kept
    values, scale = to_whole({pair: affinity[pair] for pair in affinity if pair in there})
    return Panel(
        jurors=tuple(jurors),
        proposals=tuple(proposals),
        allowed=allowed,
        kept=kept,
        affinity=values,
        scale=scale,
        needs={
            item.key: max((item.jurors or per_proposal) - served[item.key], 0) for item in proposals
        },
        rooms={item.key: _room(item, loads[item.key], free[item.key]) for item in jurors},
        kept_loads=loads,
        rules=rules,
        current=frozenset(current) & allowed,
    )


def _room(juror: Juror, load: int, free: int) -> int:
    return free if juror.capacity is None else max(min(juror.capacity - load, free), 0)


def to_whole(affinity: Mapping[Keys, float | Fraction]) -> tuple[dict[Keys, int], int]:
    """Return affinities as whole numbers of 1/scale: exactly, unless their grid is too fine.

    A float stands for the decimal number that it is written as.
    """
    exact = {value: _fraction(value) for value in set(affinity.values())}
    largest = max(map(abs, exact.values()), default=Fraction(0))
    scale = 1
    for value in exact.values():
        scale = lcm(scale, value.denominator)
        if scale > 1 and largest * scale > FINEST:
            scale = 10 ** floor(log10(FINEST / largest))
            break
    whole = {value: round(fraction * scale) for value, fraction in exact.items()}
    return {key: whole[value] for key, value in affinity.items()}, scale


def _fraction(value: float | Fraction) -> Fraction:
    return Fraction(repr(float(value))) if isinstance(value, float) else Fraction(value)
