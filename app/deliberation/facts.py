"""What happens in a deliberation."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class RoomOpened(Fact):
    """An organiser opened the deliberation of a round, with its order and its tie rules."""

    challenge_id: int
    room_id: int
    items: int
    rubric_digest: Code


@dataclass(frozen=True, kw_only=True)
class ItemBegun(Fact):
    """A proposal came up; the scores until then are kept."""

    room_id: int
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class ItemEnded(Fact):
    """A proposal was dealt with; the scores from then on are kept beside those before."""

    room_id: int
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class LevelsProposed(Fact):
    """The chair or the secretary wrote down the levels that the panel comes to."""

    room_id: int
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class RoomClosed(Fact):
    """A deliberation was closed after its last item."""

    challenge_id: int
    room_id: int


@dataclass(frozen=True, kw_only=True)
class MinutesWritten(Fact):
    """A version of the minutes was written; whoever signed an earlier one is asked again."""

    room_id: int
    minutes_id: int
    version: int
    sha256: Code


@dataclass(frozen=True, kw_only=True)
class MinutesSigned(Fact):
    """Somebody on the panel confirmed the digest of the minutes."""

    room_id: int
    minutes_id: int
    version: int
    sha256: Code
