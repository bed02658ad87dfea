"""Tables of pitch days, codes for jurors, and the audience's votes."""

from app.pitches.models.running import (
    JurorPass,
    Pitch,
    PitchDay,
)
from app.pitches.models.voting import (
    AudienceVote,
    Ballot,
)

__all__ = [
    "AudienceVote",
    "Ballot",
    "JurorPass",
    "Pitch",
    "PitchDay",
]
