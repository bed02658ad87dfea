"""When a ticket can be had, and how many places are left."""

from datetime import datetime
from enum import StrEnum

LAST_EPOCH = 255  # it is a byte of the badge's code


class Sale(StrEnum):
    """Whether a kind of ticket can be had now, and why not."""

    OPEN = "open"
    NOT_YET = "not_yet"
    OVER = "over"
    SOLD_OUT = "sold_out"


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
