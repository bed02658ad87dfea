"""The words that a decision at the door is made of; scanners and the log use the same ones."""

from enum import StrEnum


class Verdict(StrEnum):
    """What the whole screen says."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Reason(StrEnum):
    """Why it says so."""

    FIRST_TIME = "first_time"
    CAME_BACK = "came_back"
    WENT_OUT = "went_out"
    ALREADY_IN = "already_in"
    NEVER_IN = "never_in"
    NOT_TODAY = "not_today"
    FULL = "full"
    NOT_HERE = "not_here"
    UNPAID = "unpaid"
    NOT_APPROVED = "not_approved"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    FOREIGN_EVENT = "foreign_event"


class Direction(StrEnum):
    """Which way somebody goes through a gate."""

    IN = "in"
    OUT = "out"


class Entries(StrEnum):
    """How often a ticket goes in at a checkpoint, unless it came out in between."""

    ONCE = "once"
    DAILY = "daily"
    ANY = "any"


class CheckpointKind(StrEnum):
    """What a checkpoint controls; only people on the premises are there at the first three."""

    VENUE = "venue"
    ROOM = "room"
    SESSION = "session"
    MEAL = "meal"
    TRIP = "trip"


# A scan with one of these shows that somebody is, or was, there.
IN_REASONS = frozenset({Reason.FIRST_TIME, Reason.CAME_BACK, Reason.ALREADY_IN})
OUT_REASONS = frozenset({Reason.WENT_OUT, Reason.NEVER_IN})
PASSING = IN_REASONS | OUT_REASONS
# Codes that nobody could make sense of; they are kept until somebody has looked at them.
QUARANTINED = frozenset(
    {Reason.UNKNOWN, Reason.UNKNOWN_KEY, Reason.BAD_SIGNATURE, Reason.MALFORMED}
)
