"""Until when authors may reply to an outcome, how far a reply is, and who may answer it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from app.core.times import to_local

REPLY_DAYS = 10
MOST_REASONS, LONGEST_REASON = 30, 200
END_OF_DAY = time(23, 59)


class ReplyKind(StrEnum):
    """What authors send: their view of the feedback, or that the decision be looked at again."""

    REPLY = "reply"
    APPEAL = "appeal"


class Finding(StrEnum):
    """What came of it."""

    UPHELD = "upheld"  # the appeal was right
    REJECTED = "rejected"
    NOTED = "noted"


class ReplyState(StrEnum):
    """How far a reply is."""

    SENT = "sent"
    ROUTED = "routed"
    ANSWERED = "answered"


def reply_until(told_at: datetime, days: int, zone: str) -> datetime:
    """Return the end of the last day to reply, by the clock where the event is."""
    last = to_local(told_at, zone).date() + timedelta(days=days)
    return datetime.combine(last, END_OF_DAY, ZoneInfo(zone))


def state_of(reply: Any) -> ReplyState:
    """Return how far a reply is."""
    if reply.answered_at is not None:
        return ReplyState.ANSWERED
    return ReplyState.ROUTED if reply.reader_id is not None else ReplyState.SENT


@dataclass(frozen=True)
class Candidate:
    """Somebody who might answer a reply, and what speaks against it."""

    person_id: int
    name: str
    role: str
    judged: bool = False
    is_tied: bool = False
    decided: bool = False

    @property
    def may_read(self) -> bool:
        """Whether nothing speaks against it."""
        return not (self.judged or self.is_tied or self.decided)


def who_may_read(candidates: Collection[Candidate]) -> tuple[Candidate, ...]:
    """Return those whom nothing speaks against, by name."""
    return tuple(sorted((one for one in candidates if one.may_read), key=lambda one: one.name))


def fits(kind: ReplyKind, finding: Finding) -> bool:
    """Whether a finding answers what was sent: an appeal is upheld or rejected, a reply noted."""
    return (finding is Finding.NOTED) == (kind is ReplyKind.REPLY)
