"""Who is to judge what: the question of an assignment, and its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

MAX_AFFINITY = 1000
Keys = tuple[str, str]
Value = int | Fraction


class Goal(StrEnum):
    """What makes one assignment better than another that keeps the hard rules, too."""

    FLOOR = "floor"
    BALANCE = "balance"
    FIT = "fit"


USUAL_GOALS = (Goal.FLOOR, Goal.BALANCE, Goal.FIT)


@dataclass(frozen=True, slots=True, order=True)
class Juror:
    """A member of the panel; no capacity means as many proposals as it takes."""

    key: str
    organisation: str | None = None
    capacity: int | None = None
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A proposal that needs jurors, and the organisation that made it.

    `wanted` says of how many of its jurors each must have a tag; `jurors` is how many it needs
    where that is not what the others need.
    """

    key: str
    organisation: str | None = None
    wanted: tuple[tuple[str, int], ...] = ()
    jurors: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The hard rules besides conflicts and capacities, and the goals, most important first.

    At most `per_organisation` jurors of one organisation judge a proposal; no two that are
    `apart` judge the same one; `connected` asks that every juror who judges is linked to all
    others through proposals that they share, at the cost of the goals if need be.
    """

    per_organisation: int | None = None
    apart: frozenset[Keys] = frozenset()
    goals: tuple[Goal, ...] = USUAL_GOALS
    connected: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """How long solving may take, and who hears of each step: (done, total, name of the next).

    What `report` raises ends the solving: so is it cancelled.
    """

    seconds: float = 60.0
    report: Callable[[int, int, str], None] = field(default=lambda _done, _total, _name: None)


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """One juror who judges one proposal; kept when it was there before."""

    juror: str
    proposal: str
    kept: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Infeasibility:
    """One reason why the rules cannot be met, as a code with parameters and in words.

    `proposals` and `jurors` are those whom it is about.
    """

    code: str
    params: tuple[tuple[str, str], ...]
    message: str
    proposals: tuple[str, ...] = ()
    jurors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What an assignment is judged by: loads, the sum of fit, and the fit of the worst-off."""

    max_load: int
    squared_loads: int
    affinity: Value
    floor: Value = 0


@dataclass(frozen=True, slots=True)
class Overlap:
    """How the jurors who judge are linked by the proposals that they share.

    `components` are the groups of jurors without a link between them; `links` counts the pairs
    of jurors who share a proposal, and `fiedler` (the second least eigenvalue of the graph's
    Laplacian, rounded) says how well the graph holds together: 0 when it does not.
    """

    components: tuple[tuple[str, ...], ...] = ()
    links: int = 0
    most_shared: int = 0
    fiedler: Fraction = Fraction(0)

    @property
    def is_connected(self) -> bool:
        """Say whether every juror can be compared with every other."""
        return len(self.components) <= 1


@dataclass(frozen=True, slots=True)
class AssignmentPlan:
    """An assignment with the loads it makes, or the reasons why there is none.

    `bound` is the best that any assignment can reach, each goal among those that are best by
    the goals before it; where a goal is not asked for, it repeats the objective. `digest`
    identifies the question that was answered.
    """

    pairs: tuple[Pair, ...]
    loads: tuple[tuple[str, int], ...]
    infeasible: tuple[Infeasibility, ...]
    objective: Objective
    bound: Objective
    seed: int
    digest: str
    overlap: Overlap = Overlap()

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
    can take, `kept_loads` how many the juror keeps. Affinities are whole numbers of 1/`scale`.
    """

    jurors: tuple[Juror, ...]
    proposals: tuple[Proposal, ...]
    allowed: frozenset[Keys]
    kept: frozenset[Keys]
    affinity: Mapping[Keys, int]
    scale: int
    needs: Mapping[str, int]
    rooms: Mapping[str, int]
    kept_loads: Mapping[str, int]
    rules: Rules = Rules()
    current: frozenset[Keys] = frozenset()

    def benches(self) -> dict[str, list[str]]:
        """Return by proposal the jurors that it keeps."""
        found: dict[str, list[str]] = {proposal.key: [] for proposal in self.proposals}
        for juror, proposal in sorted(self.kept):
            found.setdefault(proposal, []).append(juror)
        return found

    def candidates(self) -> dict[str, list[str]]:
        """Return by proposal the jurors who may be added to it, in order."""
        found: dict[str, list[str]] = {proposal.key: [] for proposal in self.proposals}
        for juror, proposal in sorted(self.allowed):
            found[proposal].append(juror)
        return found
