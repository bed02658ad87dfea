"""How an organisation comes to belong to a cluster: both sides agree, and either may end it."""

from enum import StrEnum


class Side(StrEnum):
    """The two sides of a crossed membership."""

    ORGANISATION = "organisation"
    CLUSTER = "cluster"


class CrossedState(StrEnum):
    """How far a crossed membership has come."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


# Who was declined, or has left, may be asked again; the record is the same.
ASKABLE = frozenset({CrossedState.DECLINED, CrossedState.ENDED})


# While it is so, the other side need not be asked.
STANDING = frozenset({CrossedState.ASKED, CrossedState.ACCEPTED})


def is_open_to_cluster(state: str, asked_by: str, *, is_listed: bool) -> bool:
    """Whether the cluster reads the profile: of members, of who asks it, and what is public."""
    asks = state == CrossedState.ASKED and asked_by == Side.ORGANISATION
    return state == CrossedState.ACCEPTED or asks or is_listed


def answering_side(asked_by: str) -> Side:
    """Return the side that answers what the other has asked."""
    return Side.CLUSTER if asked_by == Side.ORGANISATION else Side.ORGANISATION
