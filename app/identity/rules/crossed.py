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


def answering_side(asked_by: str) -> Side:
    """Return the side that answers what the other has asked."""
    return Side.CLUSTER if asked_by == Side.ORGANISATION else Side.ORGANISATION
