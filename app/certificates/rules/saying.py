"""What a certificate says besides the name, kept word for word as it was issued."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.core.times import to_local
from app.events.rules import SessionKind

# The kinds of sessions that can count; what is internal is nobody else's business.
COUNTING = (SessionKind.PUBLIC, SessionKind.CLOSED)
MOST_SIGNATORY = 120
MOST_FUNCTION = 160


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What an organiser decides: whether attendance is certified, of what, and who signs."""

    is_on: bool
    signatory: str
    function: str
    kinds: Sequence[SessionKind]
    least_share: int


@dataclass(frozen=True)
class SaidSession:
    """A session as a certificate names it."""

    title: str
    starts_at: str
    ends_at: str
    minutes: int | None

    @property
    def begins(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.starts_at)

    @property
    def ends(self) -> datetime:
        """When it ended."""
        return datetime.fromisoformat(self.ends_at)


@dataclass(frozen=True)
class Said:
    """All that a certificate says besides the name."""

    event: str
    place: str
    timezone: str
    starts_at: str
    ends_at: str
    organiser: str
    signatory: str
    function: str
    sessions: Sequence[SaidSession] = ()
    days: Sequence[str] = ()

    def as_kept(self) -> dict[str, Any]:
        """Return it as it is stored."""
        kept = asdict(self)
        return kept | {"sessions": list(kept["sessions"]), "days": list(self.days)}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Said":
        """Return what was stored."""
        sessions = [SaidSession(**one) for one in kept["sessions"]]
        return cls(**(dict(kept) | {"sessions": sessions}))

    @property
    def begins(self) -> datetime:
        """When the event began."""
        return datetime.fromisoformat(self.starts_at)

    @property
    def ends(self) -> datetime:
        """When the event ended."""
        return datetime.fromisoformat(self.ends_at)

    @property
    def dates(self) -> list[date]:
        """The days that count by themselves."""
        return [date.fromisoformat(one) for one in self.days]


def is_day_over(ends_at: datetime, zone: str, now: datetime) -> bool:
    """Whether the last day of an event is over at the venue; until then scans may still come."""
    return to_local(now, zone).date() > to_local(ends_at, zone).date()
