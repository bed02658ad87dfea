"""How long applicants wait: from the deadline to the first reply and to the decision.

Method: the median of the days between the deadline and each answer, so that one that was forgotten
for months does not hide how the others fared. Cost: linear in the number of proposals, and sorting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Waiting:
    """One proposal's wait: when it was first replied to, and when its decision was told."""

    first_reply_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The wait of a challenge's proposals; days are medians, None while there is none to count."""

    proposals: int
    replied: int
    reply_days: float | None
    decided: int
    decision_days: float | None
    on_time: int


def read_clocks(
    waits: Sequence[Waiting], closed_at: datetime, promised_on: date | None, zone: str
) -> Clocks:
    """Return how long the proposals of a challenge waited since its deadline.

    A decision is on time if it was told on the promised day, in the event's zone, or before.
    """
    replies = [wait.first_reply_at for wait in waits if wait.first_reply_at is not None]
    decisions = [wait.decided_at for wait in waits if wait.decided_at is not None]
    days = [at.astimezone(ZoneInfo(zone)).date() for at in decisions]
    return Clocks(
        proposals=len(waits),
        replied=len(replies),
        reply_days=_median_days(replies, closed_at),
        decided=len(decisions),
        decision_days=_median_days(decisions, closed_at),
        on_time=0 if promised_on is None else sum(day <= promised_on for day in days),
    )


def _median_days(instants: Iterable[datetime], since: datetime) -> float | None:
    """Return the median wait in days with one decimal; what came before the start waited not."""
    waits = [max((at - since).total_seconds(), 0) for at in instants]
    return round(median(waits) / DAY_SECONDS, 1) if waits else None
