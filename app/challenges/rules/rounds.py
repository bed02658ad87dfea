"""What comes after a round: whether there is a next one, until when, and when it is decided."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.times import to_local
from challenges.lifecycle import Phase
from challenges.rounds import Rolling, Unit, next_deadline

TIME = "%H:%M"


def rule_of(series: Any, event: Any) -> Rolling:
    """Return the rule of a series; no deadline is later than the last day of its event."""
    last = to_local(event.ends_at, event.timezone).date()
    return Rolling(
        first_on=series.first_on,
        at=time.fromisoformat(series.at),
        zone=event.timezone,
        every=series.every,
        unit=Unit(series.unit),
        until=min(series.until or last, last),
    )


def next_close(series: Any, event: Any, number: int, after: datetime) -> datetime | None:
    """Return when the round after that number closes; None if none follows."""
    if series.stopped_at is not None or event.state != "published" or event.ends_at <= after:
        return None
    if series.most_rounds is not None and number >= series.most_rounds:
        return None
    found = next_deadline(rule_of(series, event), after)
    return None if found is None or found > event.ends_at else found


def may_continue(phase: str) -> bool:
    """Whether a challenge in this stored phase has a next round: not one that was taken back."""
    return phase not in {Phase.DRAFT, Phase.IN_REVIEW, Phase.ARCHIVED}


def next_decision(series: Any, closes_at: datetime, zone: str) -> date | None:
    """Return the day of the decision, as long after the deadline as in the first round."""
    if series.decision_days is None:
        return None
    return to_local(closes_at, zone).date() + timedelta(days=series.decision_days)
