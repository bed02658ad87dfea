"""Who is to judge what: the question of an assignment, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass

MAX_AFFINITY = 1000


@dataclass(frozen=True, slots=True, order=True)
class Juror:
    """A member of the panel; no capacity means as many proposals as it takes."""

    key: str
    organisation: str | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A proposal that needs jurors, and the organisation that made it."""

    key: str
    organisation: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """One juror who judges one proposal; kept when it was there before."""

    juror: str
    proposal: str
    kept: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Infeasibility:
    """One reason why the rules cannot be met, as a code with parameters and in words."""

    code: str
    params: tuple[tuple[str, str], ...]
    message: str


@dataclass(frozen=True, slots=True)
class Objective:
    """What an assignment is judged by, most important first: balance, then affinity."""

    max_load: int
    squared_loads: int
    affinity: int


@dataclass(frozen=True, slots=True)
class AssignmentPlan:
    """An assignment with the loads it makes, or the reasons why there is none.

    `bound` is the best squared loads, and the best affinity among balanced assignments, that
    any assignment can reach, proved by linear programming duality in whole numbers. `digest`
    identifies the question that was answered.
    """

    pairs: tuple[Pair, ...]
    loads: tuple[tuple[str, int], ...]
    infeasible: tuple[Infeasibility, ...]
    objective: Objective
    bound: Objective
    seed: int
    digest: str

    @property
    def is_feasible(self) -> bool:
        """Say whether every rule is met."""
        return not self.infeasible

    @property
    def is_optimal(self) -> bool:
        """Say whether the assignment is feasible and proved to be the best."""
        return self.is_feasible and self.objective == self.bound


@dataclass(frozen=True, slots=True)
class Panel:
    """The question in a fixed order, and by key what is left to assign.

    `needs` says how many more jurors a proposal needs, `rooms` how many more proposals a juror
    can take, `kept_loads` how many the juror keeps.
    """

    jurors: tuple[Juror, ...]
    proposals: tuple[Proposal, ...]
    allowed: frozenset[tuple[str, str]]
    kept: frozenset[tuple[str, str]]
    affinity: Mapping[tuple[str, str], int]
    needs: Mapping[str, int]
    rooms: Mapping[str, int]
    kept_loads: Mapping[str, int]
