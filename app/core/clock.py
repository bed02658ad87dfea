"""The one place that reads the time."""

from contextvars import ContextVar
from datetime import UTC, datetime

_arrived: ContextVar[datetime | None] = ContextVar("arrived", default=None)


def now() -> datetime:
    """Return the current instant, aware and in UTC."""
    return datetime.now(UTC)


def arrived() -> datetime:
    """Return the instant at which the present request arrived; now where there is no request.

    It decides whether somebody kept to a deadline, for it is not theirs how long we are at work.
    """
    return _arrived.get() or now()


def note_arrival(at: datetime | None) -> None:
    """Note when a request arrived, or None when its answer is made."""
    _arrived.set(at)
