"""Which cluster supports a participant, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class SupportReason(StrEnum):
    """Why a participant is with a cluster."""

    INVITED = "invited"
    MEMBER = "member"
    COUNTRY = "country"
    LEAD = "lead"
    HANDED_OVER = "handed_over"
    LEFT = "left"


# The lead has these because nobody else did; a cluster that comes late may get them.
WITH_LEAD = frozenset({SupportReason.LEAD, SupportReason.LEFT})


@dataclass(frozen=True)
class SupportingCluster:
    """A cluster that runs an event, and its country."""

    id: int
    country: str


@dataclass(frozen=True)
class Support:
    """The cluster that supports somebody, and why."""

    cluster_id: int
    reason: SupportReason


def choose_support(
    clusters: Sequence[SupportingCluster],
    *,
    invited_by: int | None = None,
    memberships: Collection[int] = (),
    country: str = "",
) -> Support:
    """Return who supports a participant: the first ground that points at exactly one cluster.

    The clusters are those of the event, its lead first; whoever nobody else has is the lead's.
    """
    ids = [one.id for one in clusters]
    if invited_by in ids:
        return Support(ids[ids.index(invited_by)], SupportReason.INVITED)
    own = [one for one in ids if one in memberships]
    if len(own) == 1:
        return Support(own[0], SupportReason.MEMBER)
    near = [one.id for one in clusters if country and one.country == country]
    if len(near) == 1:
        return Support(near[0], SupportReason.COUNTRY)
    return Support(ids[0], SupportReason.LEAD)
