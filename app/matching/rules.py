"""What may be answered to an invitation, and how many a challenge may send."""

from enum import StrEnum

MOST_A_DAY = 20  # invitations of one challenge; the table's check knows the same number


class Answer(StrEnum):
    """What an organisation says to an invitation to a challenge."""

    INTERESTED = "interested"
    DECLINED = "declined"


def left_today(sent: int) -> int:
    """Return how many invitations a challenge may still send on a day on which it sent some."""
    return max(0, MOST_A_DAY - sent)
