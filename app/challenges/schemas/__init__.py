"""What people and programs send about challenges, and what programs get."""

from app.challenges.schemas.answers import (
    BriefList,
    BriefSummary,
    ChallengeList,
    ChallengeSchema,
    ChallengeSummary,
    CriterionSchema,
    MeasureSchema,
    OwnerSchema,
    QuestionSchema,
)
from app.challenges.schemas.drafts import (
    ChallengeDraft,
    ChallengeFields,
    ChooseBrief,
    CriterionRow,
    ImportBrief,
    MeasureRow,
    NewChallenge,
    QuestionRow,
)
from app.challenges.schemas.moves import (
    Extension,
    MoveTo,
    Review,
    ThemeQuery,
)
from app.challenges.schemas.words import (
    MAX_WORDS,
    Words,
)

__all__ = [
    "MAX_WORDS",
    "BriefList",
    "BriefSummary",
    "ChallengeDraft",
    "ChallengeFields",
    "ChallengeList",
    "ChallengeSchema",
    "ChallengeSummary",
    "ChooseBrief",
    "CriterionRow",
    "CriterionSchema",
    "Extension",
    "ImportBrief",
    "MeasureRow",
    "MeasureSchema",
    "MoveTo",
    "NewChallenge",
    "OwnerSchema",
    "QuestionRow",
    "QuestionSchema",
    "Review",
    "ThemeQuery",
    "Words",
]
