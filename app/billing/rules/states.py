"""How an invoice stands: what is owed, what is open, and whether it is late."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

REMIND_AFTER = timedelta(days=7)  # between two reminders


class Standing(StrEnum):
    """How an invoice stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    OVERPAID = "overpaid"
    CREDITED = "credited"


@dataclass(frozen=True)
class Account:
    """What became of an invoice, in minor units."""

    total: int
    credited: int
    paid: int
    refunded: int

    @property
    def owed(self) -> int:
        """What is to be paid after credit notes."""
        return self.total - self.credited

    @property
    def received(self) -> int:
        """What came and was not given back."""
        return self.paid - self.refunded

    @property
    def open(self) -> int:
        """What is still to come; never below nothing."""
        return max(self.owed - self.received, 0)

    @property
    def over(self) -> int:
        """What is to be given back; never below nothing."""
        return max(self.received - self.owed, 0)


def standing_of(account: Account, due_on: date, today: date) -> Standing:
    """Return how an invoice stands on a day."""
    if account.over:
        return Standing.OVERPAID
    if account.open:
        return Standing.OVERDUE if today > due_on else Standing.OPEN
    return Standing.PAID if account.owed else Standing.CREDITED


def may_remind(today: date, due_on: date, reminded_on: date | None) -> bool:
    """Whether a reminder would be due: after the term, and some days after the last one."""
    return today > due_on and (reminded_on is None or today >= reminded_on + REMIND_AFTER)


def may_cancel(today: date, due_on: date, grace_days: int) -> bool:
    """Whether the places of an order that is not paid may go to others."""
    return today > due_on + timedelta(days=grace_days)
