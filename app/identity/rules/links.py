"""Links that are mailed to prove an address: what for, for how long, how many."""

from datetime import datetime, timedelta
from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a mailed link is good for; it is good for nothing else."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    SIGN_UP = "sign_up"
    NEW_EMAIL = "new_email"
    OLD_EMAIL = "old_email"


_LASTS = {
    LinkPurpose.SIGN_IN: timedelta(minutes=15),
    LinkPurpose.RESET: timedelta(hours=1),
    LinkPurpose.SIGN_UP: timedelta(days=1),
    LinkPurpose.NEW_EMAIL: timedelta(days=1),
    LinkPurpose.OLD_EMAIL: timedelta(days=7),
}
# A few get lost or are asked for twice; more would fill somebody's mailbox.
MOST_AN_HOUR = 3


def link_ends(purpose: LinkPurpose, now: datetime) -> datetime:
    """Return until when a link that is made now can be used."""
    return now + _LASTS[purpose]
