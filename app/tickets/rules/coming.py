"""When people are asked whether they still come, and when they are asked once more."""

from datetime import datetime, timedelta

ASKED_BEFORE = timedelta(days=7)
REMINDED_AFTER = timedelta(days=2)


def wait_to_ask(starts_at: datetime, now: datetime) -> timedelta | None:
    """Return how long it is until people are asked; None once the event has begun."""
    return None if now >= starts_at else max(starts_at - ASKED_BEFORE - now, timedelta(0))


def wait_to_remind(asked_at: datetime, now: datetime) -> timedelta:
    """Return how long it is until those who said nothing are asked once more."""
    return max(asked_at + REMINDED_AFTER - now, timedelta(0))
