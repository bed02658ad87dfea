"""Who decides on two organisations that look like one, and which of them may become one."""

from dataclasses import dataclass
from enum import StrEnum

from app.identity.rules import OrganisationKind


class PairState(StrEnum):
    """What became of a pair that is not merged."""

    OPEN = "open"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two organisations that look like one, as those who decide are found by it.

    `cluster_ids` are the clusters that both belong to.
    """

    first_id: int
    second_id: int
    listed_ids: frozenset[int]
    cluster_ids: frozenset[int] = frozenset()
    gone_id: int | None = None

    @property
    def ids(self) -> frozenset[int]:
        """Both organisations."""
        return frozenset({self.first_id, self.second_id})

    def other(self, organisation_id: int) -> int:
        """Return the other one of the two."""
        return self.second_id if organisation_id == self.first_id else self.first_id


def may_become_one(one: OrganisationKind, other: OrganisationKind) -> bool:
    """Whether two organisations may be merged: a cluster only with a cluster."""
    return (one == OrganisationKind.CLUSTER) == (other == OrganisationKind.CLUSTER)
