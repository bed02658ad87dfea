"""What happens on a pitch day."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class PitchDayPlanned(Fact):
    """An organiser set the times of a pitch day, and who pitches and judges."""

    round_id: int
    pitches: int
    assignments: int


@dataclass(frozen=True, kw_only=True)
class PitchOpened(Fact):
    """A pitch began, so its jurors may score it; `given` is its place in the order of the day."""

    proposal_id: int
    given: int


@dataclass(frozen=True, kw_only=True)
class PitchClosed(Fact):
    """A pitch is over: nobody may score it any more."""

    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class PassMade(Fact):
    """An organiser made a code that signs a juror in to the pitches on any phone, once."""

    juror_id: int


@dataclass(frozen=True, kw_only=True)
class PassUsed(Fact):
    """A phone was signed in with a juror's code."""

    juror_id: int


@dataclass(frozen=True, kw_only=True)
class PassRevoked(Fact):
    """An organiser ended a juror's code and the phone that it signed in."""

    juror_id: int


@dataclass(frozen=True, kw_only=True)
class VoteDeclared(Fact):
    """An organiser declared how the audience votes and what it weighs."""

    round_id: int
    mode: Code
    most: int
    share: int


@dataclass(frozen=True, kw_only=True)
class VoteOpened(Fact):
    """The audience may vote, by a rule that stands from now."""

    round_id: int


@dataclass(frozen=True, kw_only=True)
class VoteClosed(Fact):
    """The audience's vote is over."""

    round_id: int
