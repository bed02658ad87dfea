"""What can come with a ticket, and which of it a kind of ticket may have."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum


class AddOnKind(StrEnum):
    """What an add-on is."""

    WORKSHOP = "workshop"
    VISIT = "visit"
    DINNER = "dinner"
    OTHER = "other"


def is_allowed(
    chosen: Collection[int], offered: Mapping[int, Collection[int]], ticket_type: int
) -> bool:
    """Whether a kind of ticket may have some add-ons, each once.

    What is offered names the kinds of tickets that may have it; where it names none, all may.
    """
    return len(set(chosen)) == len(chosen) and all(
        one in offered and (not offered[one] or ticket_type in offered[one]) for one in chosen
    )


class Keep(StrEnum):
    """Why an add-on of a ticket stays as it is."""

    COSTS = "costs"
    BEGUN = "begun"


def why_fixed(
    price: int, starts_at: datetime | None, event_ends_at: datetime, now: datetime
) -> Keep | None:
    """Return why the holder can neither take an add-on nor give it back; None if they can."""
    if now >= (starts_at or event_ends_at):
        return Keep.BEGUN
    return Keep.COSTS if price else None
