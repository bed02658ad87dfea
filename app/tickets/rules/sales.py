"""When a ticket can be had, by whom, and how many places are left."""

import hmac
from datetime import datetime
from enum import StrEnum

LAST_EPOCH = 255  # it is a byte of the badge's code


class Sale(StrEnum):
    """Whether a kind of ticket can be had now, and why not."""

    OPEN = "open"
    NOT_YET = "not_yet"
    OVER = "over"
    SOLD_OUT = "sold_out"


class Visibility(StrEnum):
    """Who finds a kind of ticket in the registration."""

    PUBLIC = "public"
    CODE = "code"
    STAFF = "staff"


class TicketState(StrEnum):
    """Whether a ticket opens a door; requested, declined and cancelled ones take no place."""

    REQUESTED = "requested"
    DECLINED = "declined"
    UNPAID = "unpaid"
    VALID = "valid"
    CANCELLED = "cancelled"


# What can still become, or is, a right to come in.
OPEN = frozenset({TicketState.REQUESTED, TicketState.UNPAID, TicketState.VALID})


def is_shown(visibility: Visibility, access_code: str | None, given: str) -> bool:
    """Whether somebody who gives a code finds a kind of ticket; capitals do not matter."""
    if visibility != Visibility.CODE or access_code is None:
        return visibility == Visibility.PUBLIC
    wanted, said = (text.strip().casefold().encode() for text in (access_code, given))
    return hmac.compare_digest(wanted, said)


def first_state(*, needs_approval: bool, price: int) -> TicketState:
    """Return what a ticket is once it is asked for: an organiser decides before it is paid."""
    if needs_approval:
        return TicketState.REQUESTED
    return TicketState.UNPAID if price else TicketState.VALID


def sale_state(
    *,
    now: datetime,
    start: datetime | None,
    end: datetime | None,
    event_ends_at: datetime,
    left: int,
) -> Sale:
    """Return whether a ticket can be had now; the end of its window is no longer part of it."""
    if start is not None and now < start:
        return Sale.NOT_YET
    if now >= (end or event_ends_at) or now >= event_ends_at:
        return Sale.OVER
    return Sale.OPEN if left > 0 else Sale.SOLD_OUT


def next_epoch(epoch: int) -> int | None:
    """Return the number of a ticket's next badge; None when its byte is used up."""
    return epoch + 1 if epoch < LAST_EPOCH else None
