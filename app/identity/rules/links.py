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
# For as long as the mail of an account can take back what somebody else may have changed in it.
TAKEN_BACK_WITHIN = _LASTS[LinkPurpose.OLD_EMAIL]
# A few get lost or are asked for twice; more would fill somebody's mailbox.
MOST_AN_HOUR = 3


def link_ends(purpose: LinkPurpose, now: datetime) -> datetime:
    """Return until when a link that is made now can be used."""
    return now + _LASTS[purpose]


def may_take_back(changed_at: datetime | None, now: datetime) -> bool:
    """Whether a change is new enough, or not made for good yet, for the mail to take it back."""
    return changed_at is None or now - changed_at < TAKEN_BACK_WITHIN
