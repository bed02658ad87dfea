"""What oversight decides without a database."""

from app.oversight.rules.colours import ENOUGH, is_colour, weakest_contrast
from app.oversight.rules.glass import (
    MOST_HOURS,
    SHORTEST_REASON,
    SHOWN_FOR,
    GlassState,
    glass_state,
)
from app.oversight.rules.log import LogForm, LogSubject

__all__ = [
    "ENOUGH",
    "MOST_HOURS",
    "SHORTEST_REASON",
    "SHOWN_FOR",
    "GlassState",
    "LogForm",
    "LogSubject",
    "glass_state",
    "is_colour",
    "weakest_contrast",
]
