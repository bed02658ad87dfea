"""Who is let in, who is inside, what clashes: pure decisions over what is known."""

from app.checkin.rules.checkpoints import CheckpointRule
from app.checkin.rules.clocks import (
    EVERY_DAY,
    SCANNING_TIME,
    Days,
    Hours,
    corrected_time,
    door_hours,
    is_clock_odd,
)
from app.checkin.rules.decision import (
    Attempt,
    Decision,
    EntryRule,
    KnownTicket,
    Pass,
    decide,
)
from app.checkin.rules.occasions import occasion_of
from app.checkin.rules.presence import (
    Arrivals,
    Clash,
    PastScan,
    Presence,
    arrivals_by,
    clashes,
    inside,
    presence,
)
from app.checkin.rules.reading import IncomingScan, Reading, reading_of
from app.checkin.rules.words import (
    IN_REASONS,
    OUT_REASONS,
    PASSING,
    QUARANTINED,
    CheckpointKind,
    Direction,
    Entries,
    Reason,
    Verdict,
)

__all__ = [
    "EVERY_DAY",
    "IN_REASONS",
    "OUT_REASONS",
    "PASSING",
    "QUARANTINED",
    "SCANNING_TIME",
    "Arrivals",
    "Attempt",
    "CheckpointKind",
    "CheckpointRule",
    "Clash",
    "Days",
    "Decision",
    "Direction",
    "Entries",
    "EntryRule",
    "Hours",
    "IncomingScan",
    "KnownTicket",
    "Pass",
    "PastScan",
    "Presence",
    "Reading",
    "Reason",
    "Verdict",
    "arrivals_by",
    "clashes",
    "corrected_time",
    "decide",
    "door_hours",
    "inside",
    "is_clock_odd",
    "occasion_of",
    "presence",
    "reading_of",
]
