"""On what terms somebody orders tickets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

WEB = "web"
WALK_IN = "walk_in"
IMPORT = "import"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By which way an order comes, and what whoever sends it may have beyond the public.

    A code shows the kinds of tickets that are hidden behind it. What is opened can be had whoever
    it is for, and what is agreed upon takes the place of a price. Places that are set aside are
    those of a hold, of which the order takes its own and leaves the rest. A voucher is used once
    for each ticket that it is for.
    """

    channel: str = WEB
    invited_by: int | None = None
    access_code: str = ""
    opened: frozenset[int] = frozenset()
    prices: Mapping[int, int] = field(default_factory=dict)
    hold_id: int | None = None
    voucher_id: int | None = None

    @property
    def is_walk_in(self) -> bool:
        """Whether an organiser registers somebody who stands at the desk."""
        return self.channel == WALK_IN

    @property
    def is_by_team(self) -> bool:
        """Whether the team enters them, whom no window, number or audience binds."""
        return self.channel in (WALK_IN, IMPORT)

    def price_of(self, ticket_type_id: int, listed: int) -> int:
        """Return what a ticket costs: what was agreed, else what is listed."""
        return self.prices.get(ticket_type_id, listed)


PUBLIC = Terms()
