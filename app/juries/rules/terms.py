"""What an organiser asks of an assignment besides the rules that always hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Pair = tuple[int, int]


@dataclass(frozen=True)
class Terms:
    """How many jurors each proposal needs, and what its jurors must be.

    `topic_least` jurors of each proposal know the `topic`; at most `per_organisation` are of one
    organisation; `is_linked` asks that all jurors can be compared with each other. `is_anew`
    says that whoever has not begun to score may be given other proposals.
    """

    per_proposal: int
    topic: str | None = None
    topic_least: int = 1
    per_organisation: int | None = None
    is_linked: bool = False
    is_anew: bool = False


@dataclass(frozen=True)
class Change:
    """What an assignment changes: pairs of juror and proposal."""

    added: tuple[Pair, ...] = ()
    removed: tuple[Pair, ...] = ()
    kept: tuple[Pair, ...] = field(default=())

    @property
    def touched(self) -> tuple[int, ...]:
        """The jurors for whom anything changes."""
        return tuple(sorted({juror for juror, _ in (*self.added, *self.removed)}))


def change_between(before: Iterable[Pair], after: Iterable[Pair]) -> Change:
    """Return what changes from one set of pairs to another, each part in order."""
    old, new = frozenset(before), frozenset(after)
    return Change(tuple(sorted(new - old)), tuple(sorted(old - new)), tuple(sorted(new & old)))
