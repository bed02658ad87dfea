"""What happens between a draft and the shortlist."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DraftsReminded(Fact):
    """An organiser reminded those who have a draft of a challenge that it is not handed in."""

    reminder_id: int
    challenge_id: int
    recipients: int
