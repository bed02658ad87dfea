"""Figures of a cluster's own participants, for the cluster itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.events.models import Event
from app.events.policies import Fence
from app.support.queries.people import list_people


@dataclass(frozen=True)
class Row:
    """How many of a group registered, were confirmed as own, and came."""

    key: str
    registered: int
    confirmed: int
    came: int


@dataclass(frozen=True)
class OwnReport:
    """The participants of a cluster at one event, by what they are and where they come from."""

    total: Row
    kinds: Sequence[Row]
    regions: Sequence[Row]
    sectors: Sequence[Row]


def report_own(event: Event, seen: Fence) -> OwnReport:
    """Return the report of the participants within a fence."""
    rows = list_people([event.id], seen)
    return OwnReport(
        total=_row("", rows),
        kinds=_grouped(rows, "kind"),
        regions=_grouped(rows, "region"),
        sectors=_grouped(rows, "sector"),
    )


def _grouped(rows: Sequence[Any], name: str) -> list[Row]:
    keys = Counter(getattr(row, name) for row in rows)
    return [_row(key, [row for row in rows if getattr(row, name) == key]) for key, _ in _by(keys)]


def _by(keys: Counter[str]) -> list[tuple[str, int]]:
    return sorted(keys.items(), key=lambda it: (-it[1], it[0]))


def _row(key: str, rows: Sequence[Any]) -> Row:
    return Row(
        key, len(rows), sum(row.is_confirmed for row in rows), sum(row.has_come for row in rows)
    )
