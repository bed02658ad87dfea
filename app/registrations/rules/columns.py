"""What the list of registrations can show, and in which order."""

from collections.abc import Collection
from enum import StrEnum

USUAL_ORDER = "name"
MOST_VIEWS = 20


class Column(StrEnum):
    """A column of the list beside the name."""

    ORGANISATION = "organisation"
    KIND = "kind"
    COUNTRY = "country"
    TICKET = "ticket"
    STATE = "state"
    EMAIL = "email"
    CAME = "came"
    CHANNEL = "channel"
    SUPPORTED = "supported"
    CONFIRMED = "confirmed"
    REGISTERED = "registered"


USUAL = (Column.ORGANISATION, Column.TICKET, Column.EMAIL, Column.SUPPORTED, Column.REGISTERED)
# What a search looks for is left out of a view: it may be somebody's name.
NOT_KEPT = frozenset({"q"})


def columns_of(chosen: Collection[str], *, has_clusters: bool) -> list[Column]:
    """Return the columns to show in their usual order; supporters where there are several."""
    wanted = set(chosen) or set(USUAL)
    return [one for one in Column if one in wanted and (has_clusters or one != Column.SUPPORTED)]
