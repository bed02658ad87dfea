"""What a bench says: a table for people, one line of JSON for programs, an exit code for both."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Target:
    """A limit that a figure must keep: at most, or at least."""

    figure: str
    limit: float
    at_least: bool = False

    def is_met(self, figures: Mapping[str, Any]) -> bool:
        """Whether the figure keeps the limit."""
        value = figures[self.figure]
        return bool(value >= self.limit if self.at_least else value <= self.limit)

    def words(self) -> str:
        """Return the limit as it is printed."""
        return f"{'>=' if self.at_least else '<='} {rounded(self.limit)}"


@dataclass
class Report:
    """The result of one bench."""

    bench: str
    figures: dict[str, Any]
    targets: Sequence[Target] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every target is met."""
        return all(target.is_met(self.figures) for target in self.targets)

    def finish(self) -> int:
        """Print the figures with their targets, then the line of JSON; return the exit code."""
        wanted = {target.figure: target for target in self.targets}
        rows = [
            (
                name,
                rounded(value),
                wanted[name].words() if name in wanted else "",
                _mark(name, self),
            )
            for name, value in self.figures.items()
            if not isinstance(value, (dict, list))
        ]
        print_table(("figure", "measured", "target", ""), rows)
        answer = {
            "bench": self.bench,
            "ok": self.ok,
            "figures": {name: _plain(value) for name, value in self.figures.items()},
            "targets": {target.figure: target.words() for target in self.targets},
        }
        print(json.dumps(answer), flush=True)
        return 0 if self.ok else 1


def _mark(name: str, report: Report) -> str:
    judged = [target for target in report.targets if target.figure == name]
    if not judged:
        return ""
    return "ok" if all(target.is_met(report.figures) for target in judged) else "MISSED"


def print_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows in columns as wide as their widest cell."""
    table = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for number, row in enumerate(table):
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
        if number == 0:
            print("  ".join("-" * width for width in widths))
    print()


def rounded(value: Any) -> Any:
    """Return a number with as many digits as matter."""
    if not isinstance(value, float):
        return value
    return round(value, 3 if abs(value) < 10 else 2)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return rounded(value)


def arguments(description: str) -> None:
    """Explain a bench that makes its own data and so takes no options, when it is asked to."""
    argparse.ArgumentParser(description=description).parse_args()
