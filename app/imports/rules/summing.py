"""A check of a list in figures, and its troubles as rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.imports.rules.lines import Trouble


class Checked(Protocol):
    """A line of any list, with what is wrong with it."""

    @property
    def number(self) -> int:
        """Its place in the file."""

    @property
    def key(self) -> str:
        """What makes it the same line again."""

    @property
    def is_good(self) -> bool:
        """Whether it can be imported."""

    @property
    def troubles(self) -> Sequence[Trouble]:
        """What is wrong with it."""


@dataclass(frozen=True)
class Sum:
    """How many lines there are, can be imported, were imported before, and are left out."""

    lines: int
    good: int
    imported_before: int
    left_out: int


def sum_up(lines: Sequence[Checked], known: Collection[str]) -> Sum:
    """Return a check in figures; each line counts once."""
    good = [line for line in lines if line.is_good]
    before = sum(line.key in known for line in good)
    return Sum(len(lines), len(good) - before, before, len(lines) - len(good))


def troubles_of(lines: Sequence[Checked]) -> Iterator[tuple[int, Trouble]]:
    """Return everything that is wrong, line by line."""
    return ((line.number, trouble) for line in lines for trouble in line.troubles)
