"""What happens after the decision: letters, replies to them, certificates."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class FeedbackArranged(Fact):
    """An organiser set the reasons of an event's letters and the days to reply."""

    reply_days: int
    reasons: int


@dataclass(frozen=True, kw_only=True)
class LetterSaved(Fact):
    """An organiser worded the letter to the authors of a proposal."""

    challenge_id: int
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class LeaksAccepted(Fact):
    """An organiser let words stand that looked like a leak, with a reason kept at the letter."""

    challenge_id: int
    proposal_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class OutcomeAnswered(Fact):
    """The authors of a proposal replied to its outcome, or appealed against it."""

    challenge_id: int
    proposal_id: int
    reply_id: int
    kind: Code


@dataclass(frozen=True, kw_only=True)
class ReplyRouted(Fact):
    """A reply was given to somebody who did not judge the proposal."""

    challenge_id: int
    proposal_id: int
    reply_id: int
    reader_id: int


@dataclass(frozen=True, kw_only=True)
class ReplySettled(Fact):
    """A reply was answered, with a reason kept beside it."""

    challenge_id: int
    proposal_id: int
    reply_id: int
    finding: Code


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Fact):
    """A proposal that was selected or shortlisted got a certificate that can be checked."""

    challenge_id: int
    proposal_id: int
    certificate_id: int
    kind: Code
