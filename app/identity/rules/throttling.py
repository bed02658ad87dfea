"""How long a guesser has to wait."""

from datetime import datetime, timedelta
from enum import StrEnum

FORGETS_AFTER = timedelta(hours=1)


class Throttle(StrEnum):
    """What attempts are counted by."""

    PAIR = "pair"
    ACCOUNT = "account"
    NETWORK = "network"
    SIGN_UP = "sign_up"
    PASSWORD = "password"  # noqa: S105 - what is tried, not a secret
    INVITATION = "invitation"
    CEREMONY = "ceremony"
    CODE_PAIR = "code_pair"
    CODE_ACCOUNT = "code_account"
    LINK = "link"
    MAILBOX = "mailbox"
    VOUCHER = "voucher"
    HOLD = "hold"


# Free attempts, and the longest wait. The account alone waits shortly, for it is its owner, too,
# whom a wait for everybody would keep out.
_LIMITS = {
    Throttle.PAIR: (4, timedelta(minutes=5)),
    Throttle.ACCOUNT: (20, timedelta(seconds=10)),
    Throttle.NETWORK: (60, timedelta(minutes=1)),
    # A whole office signs up within an hour, from one address.
    Throttle.SIGN_UP: (60, timedelta(minutes=1)),
    Throttle.PASSWORD: (60, timedelta(minutes=1)),
    Throttle.INVITATION: (50, timedelta(minutes=5)),
    # Each look at the sign-in page asks once, and a whole venue may look from one address.
    Throttle.CEREMONY: (600, timedelta(minutes=1)),
    # Six digits are few, but only who knows the password gets to try them.
    Throttle.CODE_PAIR: (4, timedelta(minutes=5)),
    Throttle.CODE_ACCOUNT: (20, timedelta(minutes=1)),
    Throttle.LINK: (60, timedelta(minutes=1)),
    # Never waits: it makes those who ask for the same address at once come one after the other.
    Throttle.MAILBOX: (0, timedelta(0)),
    # Only codes that are nobody's are counted; a firm's people mistype theirs from one address.
    Throttle.VOUCHER: (20, timedelta(minutes=5)),
    # Each change of a form asks for its places anew, and a whole firm may register at once.
    Throttle.HOLD: (600, timedelta(seconds=30)),
}


def delay_after(throttle: Throttle, failures: int) -> timedelta:
    """Return how long the next attempt waits: twice as long each time, up to a limit."""
    free, longest = _LIMITS[throttle]
    if failures <= free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - free - 1, 20)), longest)


def failures_now(failures: int, failed_at: datetime, now: datetime) -> int:
    """Return the failures that still count."""
    return 0 if now - failed_at > FORGETS_AFTER else failures
