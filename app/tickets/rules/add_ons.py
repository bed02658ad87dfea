"""What can come with a ticket, and which of it a kind of ticket may have."""

from collections.abc import Collection, Mapping
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
