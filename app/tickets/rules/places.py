"""Which places a ticket takes, and how long places wait for a form."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_AT_ONCE = 20
HOLD_LASTS = timedelta(minutes=15)
# Who changes a form keeps its places for as long again, but nobody keeps them for ever.
LONGEST_HOLD = timedelta(minutes=45)


class HoldPurpose(StrEnum):
    """For whom places are set aside."""

    FORM = "form"  # somebody fills in a registration
    OFFER = "offer"  # somebody from the waiting list may take them
    VOUCHER = "voucher"  # a code that is not used yet
    COMPANY = "company"  # the seats of a company, not filled yet


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A quota as a ticket meets it: whom it counts."""

    quota_id: int
    only_country: str | None = None
    only_cluster_id: int | None = None

    def counts(self, country: str, cluster_id: int) -> bool:
        """Whether somebody of a country, whom a cluster supports, takes one of its places."""
        is_there = self.only_country is None or self.only_country == country
        return is_there and self.only_cluster_id in (None, cluster_id)


def places_of(limits: Iterable[Limit], country: str, cluster_id: int) -> list[int]:
    """Return the quotas in which a ticket takes a place."""
    return sorted(one.quota_id for one in limits if one.counts(country, cluster_id))


def count_places(tickets: Iterable[Sequence[int]]) -> Counter[int]:
    """Return how many places some tickets take in each quota."""
    return Counter(quota_id for quotas in tickets for quota_id in quotas)


def hold_ends(created_at: datetime, now: datetime) -> datetime:
    """Return until when places wait for a form that was begun then and changed now."""
    return min(now + HOLD_LASTS, created_at + LONGEST_HOLD)


def is_within(count: int, least: int, most: int) -> bool:
    """Whether an order may hold that many tickets of a kind."""
    return count == 0 or least <= count <= most
