"""What a pitch day and a vote are decided by."""

from app.pitches.rules.running import (
    Light,
    Minutes,
    Stage,
    Terms,
    light,
    stage_of,
    swapped,
    timetable,
)
from app.pitches.rules.voting import (
    Burst,
    VoteMode,
    VoteStage,
    VoteTerms,
    bursts,
    combined,
    points_of,
    tally,
)

__all__ = [
    "Burst",
    "Light",
    "Minutes",
    "Stage",
    "Terms",
    "VoteMode",
    "VoteStage",
    "VoteTerms",
    "bursts",
    "combined",
    "light",
    "points_of",
    "stage_of",
    "swapped",
    "tally",
    "timetable",
]
