"""What happens to a challenge."""

from dataclasses import dataclass
from datetime import datetime

from app.core.facts import Code, Fact, Words


@dataclass(frozen=True, kw_only=True)
class ChallengeDrafted(Fact):
    """Somebody began to write a challenge for an event."""

    challenge_id: int
    title: Words


@dataclass(frozen=True, kw_only=True)
class ChallengeSubmittedForReview(Fact):
    """A challenge owner asked the organisers to approve a challenge."""

    challenge_id: int
    title: Words


@dataclass(frozen=True, kw_only=True)
class ChallengeApproved(Fact):
    """An organiser published a challenge; `email` is its writer's."""

    challenge_id: int
    title: Words
    email: Words
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ChallengeSentBack(Fact):
    """An organiser gave a challenge back to its owner, with the reason; `email` is its writer's."""

    challenge_id: int
    title: Words
    email: Words
    reason: Words


@dataclass(frozen=True, kw_only=True)
class ChallengeMoved(Fact):
    """A challenge went from one phase to another."""

    challenge_id: int
    title: Words
    from_phase: Code
    to_phase: Code
    reason: Words


@dataclass(frozen=True, kw_only=True)
class DeadlineExtended(Fact):
    """An organiser put a challenge's deadline off while it was still open."""

    challenge_id: int
    title: Words
    from_closes_at: datetime
    to_closes_at: datetime
    reason: Words


@dataclass(frozen=True, kw_only=True)
class RoundsPlanned(Fact):
    """Somebody said how often a challenge comes back in rounds."""

    challenge_id: int
    series_id: int
    every: int
    unit: Code


@dataclass(frozen=True, kw_only=True)
class RoundsStopped(Fact):
    """Somebody ended a series: no round follows the one that is open."""

    challenge_id: int
    series_id: int


@dataclass(frozen=True, kw_only=True)
class RoundClosedEarly(Fact):
    """A round was closed before its deadline; the next one takes what was not handed in."""

    challenge_id: int
    from_closes_at: datetime
    to_closes_at: datetime
    reason: Words


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Fact):
    """The next round of a challenge opened, with the brief of the former one."""

    challenge_id: int
    former_id: int
    series_id: int
    round: int


@dataclass(frozen=True, kw_only=True)
class BriefCommented(Fact):
    """The owner or an organiser said something about a part of a brief."""

    challenge_id: int
    comment_id: int
    title: Words
    section: Code
    side: Code


@dataclass(frozen=True, kw_only=True)
class CommentResolved(Fact):
    """A comment on a brief was dealt with, or was not after all."""

    challenge_id: int
    comment_id: int
    is_resolved: bool


@dataclass(frozen=True, kw_only=True)
class ChallengeCloned(Fact):
    """A challenge of an earlier event was copied as a draft."""

    challenge_id: int
    source_id: int
    title: Words
