"""Which of a ticket's entries one is, so that the database can refuse the second of the same."""

from collections.abc import Sequence

from app.checkin.rules.decision import Attempt, EntryRule, Pass
from app.checkin.rules.words import Direction, Entries


def occasion_of(checkpoint: EntryRule, passes: Sequence[Pass], attempt: Attempt) -> str:
    """Return which entry a green one is; of two scanners at once only one gets it.

    A ticket enters once, or once a day, or again after it went out; each time is another occasion.
    """
    day = ""
    if checkpoint.entries is Entries.DAILY:
        day = checkpoint.hours.day_of(attempt.at).isoformat()
    exits = sum(one.direction is Direction.OUT for one in passes) if checkpoint.has_exit else 0
    return f"{day}+{exits}" if exits else day
