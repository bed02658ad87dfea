"""Who of those that wait is offered places that come back, and for how long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

MOST_PASSES = 3
OFFER_HOURS = 24
MOST_HOURS = 168
SHORTEST_OFFER = timedelta(hours=1)
SHARE_OF_THE_REST = 4


class WaitingState(StrEnum):
    """What became of somebody who waits for places."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    EXPIRED = "expired"
    LEFT = "left"
    REMOVED = "removed"
    OVER = "over"


class OfferState(StrEnum):
    """What became of places that were offered."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"


# Who still waits or may take an offer; of an address there is one such entry for a kind of ticket.
LIVE = frozenset({WaitingState.WAITING, WaitingState.OFFERED})


@dataclass(frozen=True, kw_only=True)
class Group:
    """Who wants to wait: how many they are, and where to write to."""

    name: str
    email: str
    places: int = 1
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A group that waits: how many they are, where they need places, how often it was passed."""

    id: int
    places: int
    quotas: tuple[int, ...]
    passes: int = 0


@dataclass
class Round:
    """What a look at the list brings: who is offered places, who was passed, who misses where."""

    offers: list[int] = field(default_factory=list)
    passes: dict[int, int] = field(default_factory=dict)
    short: dict[int, frozenset[int]] = field(default_factory=dict)


def next_offers(free: Mapping[int, int], entries: Iterable[Waiting]) -> Round:
    """Return who is offered the places that are free, first in, first served.

    The entries come in the order in which they joined. A group gets places when every quota that
    it needs has as many free as it has people. One that does not fit waits, and a smaller one that
    came later may have what the first cannot use: otherwise one place would stay empty because
    three are asked for. That may happen to a group three times. After that the places in the
    quotas that it is short of are kept until it fits, and nobody who needs one of these quotas is
    served before it. Only who takes a place of a quota that the other is short of passes it.
    """
    left, found, behind = dict(free), Round(), list[Waiting]()
    for entry in entries:
        missing = {one for one in entry.quotas if left.get(one, 0) < entry.places}
        passed = [one for one in behind if found.short[one.id] & set(entry.quotas)]
        keeping = [one for one in passed if found.passes[one.id] >= MOST_PASSES]
        if missing or keeping:
            kept = {quota for one in keeping for quota in found.short[one.id]}
            found.short[entry.id] = frozenset(missing | (kept & set(entry.quotas)))
            found.passes[entry.id] = entry.passes
            behind.append(entry)
            continue
        for quota_id in entry.quotas:
            left[quota_id] -= entry.places
        for one in passed:
            found.passes[one.id] += 1
        found.offers.append(entry.id)
    return found


def offer_ends(now: datetime, hours: int, sale_ends_at: datetime) -> datetime | None:
    """Return until when an offer is good; None when there is no time left to take one.

    It lasts the hours that the organiser set, but at most a quarter of the time that is left, so
    that near the end several can be asked; at least an hour, and never past the sale's end.
    """
    if now >= sale_ends_at:
        return None
    share = max((sale_ends_at - now) / SHARE_OF_THE_REST, SHORTEST_OFFER)
    return min(now + min(timedelta(hours=hours), share), sale_ends_at)
