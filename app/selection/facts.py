"""What happens between a draft and the shortlist."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DraftsReminded(Fact):
    """An organiser reminded those who have a draft of a challenge that it is not handed in."""

    reminder_id: int
    challenge_id: int
    recipients: int


@dataclass(frozen=True, kw_only=True)
class ScreeningArranged(Fact):
    """An organiser set the house points of an event's checklist, or the days to reply."""

    reply_days: int
    points: int


@dataclass(frozen=True, kw_only=True)
class ChecklistSaved(Fact):
    """An organiser answered points of a proposal's checklist."""

    proposal_id: int
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class FindingReplied(Fact):
    """The authors of a proposal answered the finding that it is not eligible."""

    proposal_id: int
    challenge_id: int
    finding_id: int


@dataclass(frozen=True, kw_only=True)
class FindingConfirmed(Fact):
    """An organiser read the reply and found again that a proposal is not eligible."""

    proposal_id: int
    challenge_id: int
    finding_id: int


@dataclass(frozen=True, kw_only=True)
class LinkDismissed(Fact):
    """An organiser found that a sign of a link to a challenge owner's group means nothing."""

    proposal_id: int
    challenge_id: int
    organisation_id: int
    dismissal_id: int
