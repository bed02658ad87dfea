"""What a voucher's code gives, and to whom."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from app.core.ids import ALPHABET

WHOLE = 10_000  # a hundred per cent, in hundredths of one
CODE_LETTERS = 10
LEAST_LETTERS = 5
MOST_LETTERS = 40


class Effect(StrEnum):
    """What a voucher does to the price of a ticket."""

    LISTED = "listed"
    FREE = "free"
    PERCENT = "percent"
    AMOUNT = "amount"
    PRICE = "price"


class VoucherState(StrEnum):
    """Whether a voucher can be used now, and why not."""

    OPEN = "open"
    NOT_YET = "not_yet"
    OVER = "over"
    USED_UP = "used_up"


def price_with(effect: Effect, value: int, listed: int) -> int:
    """Return what a ticket costs with a voucher: never less than nothing, never more than listed.

    Half a cent of a discount is rounded in favour of whoever pays.
    """
    if effect == Effect.FREE:
        return 0
    if effect == Effect.PERCENT:
        return listed - (listed * value + WHOLE // 2) // WHOLE
    if effect == Effect.AMOUNT:
        return max(0, listed - value)
    return min(value, listed) if effect == Effect.PRICE else listed


def code_key(code: str) -> str:
    """Return a code as it is compared: capitals and what stands around it do not matter."""
    return code.strip().casefold()


def make_code() -> str:
    """Return a code that nobody guesses: fifty random bits, readable on the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)).upper()


def voucher_state(
    *,
    now: datetime,
    valid_from: datetime | None,
    valid_until: datetime | None,
    used: int,
    times: int,
) -> VoucherState:
    """Return whether a voucher can be used; the end of its time is no longer part of it."""
    if valid_until is not None and now >= valid_until:
        return VoucherState.OVER
    if used >= times:
        return VoucherState.USED_UP
    if valid_from is not None and now < valid_from:
        return VoucherState.NOT_YET
    return VoucherState.OPEN


def domains_in(text: str) -> list[str]:
    """Return the domains that somebody listed with commas, spaces or lines between them."""
    words = text.replace(",", " ").replace(";", " ").split()
    return [word.casefold().removeprefix("@").strip(".") for word in words]


def is_of_domain(email: str, domains: Sequence[str]) -> bool:
    """Whether an address belongs to one of some domains or to a part of one; to any if none."""
    own = email.rpartition("@")[2].casefold().strip(".")
    return not domains or any(own == one or own.endswith(f".{one}") for one in domains)


def left_aside(reserved: int, used: int) -> int:
    """Return how many of the places that wait for a voucher are not used yet."""
    return max(0, reserved - used)
