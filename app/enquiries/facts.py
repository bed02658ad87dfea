"""What happens between a challenge's owner and those who read it."""

from dataclasses import dataclass
from datetime import datetime

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class EnquiryAsked(Fact):
    """Somebody who may apply asked a question about a challenge."""

    challenge_id: int
    enquiry_id: int


@dataclass(frozen=True, kw_only=True)
class EnquiryWithdrawn(Fact):
    """Whoever asked a question took it back before it was answered."""

    challenge_id: int
    enquiry_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerCorrected(Fact):
    """An answer that is public says something else now; what it said stays beside it."""

    challenge_id: int
    enquiry_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class EnquiryAnswered(Fact):
    """A question was answered: to the asker at once, or to all once the answers are published."""

    challenge_id: int
    enquiry_id: int
    audience: Code


@dataclass(frozen=True, kw_only=True)
class AnswersPublished(Fact):
    """The answers that waited became public together, all at one instant."""

    challenge_id: int
    count: int
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChallengeFollowed(Fact):
    """A person asked to be told what happens to a challenge."""

    challenge_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeUnfollowed(Fact):
    """A person no longer wants to be told what happens to a challenge."""

    challenge_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class DeadlineApproached(Fact):
    """A challenge that is open closes within two days."""

    challenge_id: int
    closes_at: datetime
