"""Tables of challenges, their criteria, questions and moves between phases."""

from app.challenges.models.challenges import Challenge
from app.challenges.models.history import (
    ChallengeMove,
    DeadlineExtension,
)
from app.challenges.models.parts import (
    ChallengeCriterion,
    ChallengeQuestion,
)

__all__ = [
    "Challenge",
    "ChallengeCriterion",
    "ChallengeMove",
    "ChallengeQuestion",
    "DeadlineExtension",
]
