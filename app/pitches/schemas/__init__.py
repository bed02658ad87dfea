"""What people and programs send about pitch days and votes, and what programs get."""

from app.pitches.schemas.running import (
    CodeIn,
    DayOut,
    MoveIn,
    NowOut,
    PassIn,
    PassOut,
    PitchSaveOut,
    PitchSheetIn,
    PlanIn,
    TurnOut,
)
from app.pitches.schemas.voting import (
    BallotIn,
    BurstOut,
    PlacesIn,
    VoteIn,
    VoteOut,
    VoteStandingOut,
)

__all__ = [
    "BallotIn",
    "BurstOut",
    "CodeIn",
    "DayOut",
    "MoveIn",
    "NowOut",
    "PassIn",
    "PassOut",
    "PitchSaveOut",
    "PitchSheetIn",
    "PlacesIn",
    "PlanIn",
    "TurnOut",
    "VoteIn",
    "VoteOut",
    "VoteStandingOut",
]
