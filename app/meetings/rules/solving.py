"""The best schedule, proven: core-guided MaxSAT (RC2, OLL) over the clauses of an instance."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.meetings.rules.encoding import Clause, Encoding, encode, encode_choice
from app.meetings.rules.instance import Instance, Schedule

SOLVER = "cadical153"


@dataclass(frozen=True)
class Outcome:
    """What is proven of an instance: its best schedule, or that none holds every meeting."""

    schedule: Schedule | None
    breaks: int | None

    @property
    def is_feasible(self) -> bool:
        """Whether every meeting can be held."""
        return self.schedule is not None


def solve(instance: Instance) -> Outcome:
    """Return the schedule with the fewest breaks that any has, or that there is none.

    Takes as long as it takes: whoever has less time lets it run in a process and ends that.
    """
    made = encode(instance)
    model, cost = cheapest(made, [[-one] for one in made.breaks], [1] * len(made.breaks))
    if model is None:
        return Outcome(None, None)
    return Outcome(made.schedule_in(model), cost)


def choose(instance: Instance) -> Schedule:
    """Return the heaviest meetings that can be held together; breaks and fairness do not count."""
    made = encode_choice(instance)
    possible = [number for number, clause in enumerate(made.held) if clause]
    weights = [instance.meetings[number].weight for number in possible]
    model, _cost = cheapest(made, [made.held[number] for number in possible], weights)
    return made.schedule_in(model or [])


def cheapest(
    made: Encoding, wishes: Sequence[Clause], weights: Sequence[int]
) -> tuple[list[int] | None, int]:
    """Return a model with the least weight of wishes that are not met; None if there is none."""
    from pysat.examples.rc2 import RC2
    from pysat.formula import WCNF

    if not all(made.clauses):
        return None, 0
    question = WCNF()
    question.extend(made.clauses)
    question.extend(wishes, weights=list(weights))
    with RC2(question, solver=SOLVER, adapt=True, exhaust=True, minz=True) as search:
        model = search.compute()
        return model, search.cost
