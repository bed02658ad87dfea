"""Small questions made at random, and every plan that answers them, by trying everything."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from challenges.assignment import (
    AssignmentPlan,
    Control,
    Goal,
    Juror,
    Proposal,
    Rules,
    assign,
)

Keys = tuple[str, str]
Plan = frozenset[Keys]


@dataclass(frozen=True)
class Case:
    """A question."""

    jurors: list[Juror]
    proposals: list[Proposal]
    conflicts: frozenset[Keys] = frozenset()
    kept: frozenset[Keys] = frozenset()
    per_proposal: int = 3
    affinity: dict[Keys, Fraction] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    seed: int = 0

    def solve(self) -> AssignmentPlan:
        """Return the kernel's answer."""
        return assign(
            self.jurors,
            self.proposals,
            self.conflicts,
            per_proposal=self.per_proposal,
            seed=self.seed,
            existing=self.kept,
            affinity=self.affinity,
            rules=self.rules,
            control=Control(20),
        )

    def need(self, proposal: Proposal) -> int:
        """Return how many more jurors a proposal needs."""
        served = sum(key == proposal.key for _, key in self.kept)
        return max((proposal.jurors or self.per_proposal) - served, 0)

    def every_plan(self) -> Iterator[Plan]:
        """Yield all the plans that keep the hard rules."""
        limits = {juror.key: juror.capacity for juror in self.jurors}
        for parts in itertools.product(*map(self._choices, self.proposals)):
            plan = self.kept.union(*parts)
            loads = Counter(juror for juror, _ in plan)
            if all(limit is None or loads[key] <= limit for key, limit in limits.items()):
                yield plan

    def _choices(self, proposal: Proposal) -> list[Plan]:
        kept = [juror for juror in self.jurors if (juror.key, proposal.key) in self.kept]
        free = [juror for juror in self.jurors if juror not in kept and self.may(juror, proposal)]
        return [
            frozenset((juror.key, proposal.key) for juror in new)
            for new in itertools.combinations(free, self.need(proposal))
            if self.is_right(proposal, kept, list(new))
        ]

    def may(self, juror: Juror, proposal: Proposal) -> bool:
        """Whether there is no conflict."""
        same = bool(juror.organisation) and juror.organisation == proposal.organisation
        return not same and (juror.key, proposal.key) not in self.conflicts

    def is_right(self, proposal: Proposal, kept: list[Juror], new: list[Juror]) -> bool:
        """Whether a bench keeps the rules that are not about single pairs."""
        bench = kept + new
        if any(sum(tag in j.tags for j in bench) < least for tag, least in proposal.wanted):
            return False
        if (most := self.rules.per_organisation) is not None:
            firms = Counter(juror.organisation for juror in bench if juror.organisation)
            before = Counter(juror.organisation for juror in kept)
            if any(count > max(most, before[firm]) for firm, count in firms.items()):
                return False
        keys, old = {juror.key for juror in bench}, {juror.key for juror in kept}
        return all(not {*pair} <= keys or {*pair} <= old for pair in self.rules.apart)

    def value(self, plan: Plan) -> tuple[Fraction | int, ...]:
        """Return what makes a plan better than others: less of the first, then of the next."""
        loads = Counter(juror for juror, _ in plan)
        fits = [
            sum(self.affinity.get(pair, 0) for pair in plan if pair[1] == proposal.key)
            for proposal in self.proposals
            if self.need(proposal)
        ]
        values: dict[Goal, Fraction | int] = {
            Goal.FLOOR: -min(fits, default=0),
            Goal.BALANCE: sum(load**2 for load in loads.values()),
            Goal.FIT: -sum(self.affinity.get(pair, 0) for pair in plan),
        }
        return tuple(values[goal] for goal in self.rules.goals)


def chosen(plan: AssignmentPlan) -> Plan:
    """Return the pairs of a plan."""
    return frozenset((pair.juror, pair.proposal) for pair in plan.pairs)


def random_case(seed: int) -> Case:
    """Return a question with at most five jurors and four proposals, and any of the rules."""
    dice = random.Random(seed)
    names = [f"J{at}" for at in range(dice.randint(1, 5))]
    is_plain = dice.random() < 0.4
    jurors = [
        Juror(
            name,
            dice.choice([None, None, "X", "Y"]),
            dice.choice([None, None, 1, 2, 3, 4]),
            frozenset(tag for tag in "ab" if dice.random() < 0.4),
        )
        for name in names
    ]
    proposals = [
        Proposal(
            f"P{at}",
            dice.choice([None, None, None, "X", "Z"]),
            tuple((tag, 1) for tag in "ab" if not is_plain and dice.random() < 0.3),
            dice.choice([None, None, None, 1, 2]),
        )
        for at in range(dice.randint(1, 4))
    ]
    pairs = [(juror.key, proposal.key) for juror in jurors for proposal in proposals]
    grid, least = dice.choice([1, 4, 10, 1000]), dice.choice([0, 0, 0, -2])
    case = Case(
        jurors,
        proposals,
        frozenset(pair for pair in pairs if dice.random() < 0.12),
        per_proposal=dice.randint(1, 3),
        affinity={
            pair: Fraction(dice.randint(least, grid), grid) for pair in pairs if dice.random() < 0.9
        },
        rules=Rules(
            None if is_plain else dice.choice([None, 1, 2]),
            frozenset([("J0", "J1")] if not is_plain and dice.random() < 0.3 else []),
            tuple(dice.sample(list(Goal), dice.randint(1, 3))),
        ),
        seed=seed,
    )
    return _with_kept(case, {pair for pair in pairs if dice.random() < 0.1})


def _with_kept(case: Case, wanted: set[Keys]) -> Case:
    """Return a case with finished work in it, where that breaks no rule."""
    jurors = {juror.key: juror for juror in case.jurors}
    proposals = {proposal.key: proposal for proposal in case.proposals}
    kept: set[Keys] = set()
    for juror, proposal in sorted(wanted):
        load = sum(one == juror for one, _ in kept)
        capacity = jurors[juror].capacity
        if case.may(jurors[juror], proposals[proposal]) and (capacity is None or load < capacity):
            kept.add((juror, proposal))
    return Case(
        case.jurors,
        case.proposals,
        case.conflicts,
        frozenset(kept),
        case.per_proposal,
        case.affinity,
        case.rules,
        case.seed,
    )
