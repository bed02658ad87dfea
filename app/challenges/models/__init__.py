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
from app.challenges.models.series import ChallengeSeries
from app.challenges.models.versions import ChallengeComment, ChallengeVersion

__all__ = [
    "Challenge",
    "ChallengeComment",
    "ChallengeCriterion",
    "ChallengeMove",
    "ChallengeQuestion",
    "ChallengeSeries",
    "ChallengeVersion",
    "DeadlineExtension",
]
