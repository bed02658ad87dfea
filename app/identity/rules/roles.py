"""What people are in an organisation."""

from enum import StrEnum


class MemberRole(StrEnum):
    """A person's role in an organisation."""

    OWNER = "owner"  # looks after its people and what is said of it
    MEMBER = "member"  # acts in its name
    OBSERVER = "observer"  # a policy maker who reads a cluster's figures, and acts for nobody


# Whoever has one of these may propose and post challenges in the organisation's name.
ACTING = frozenset({MemberRole.OWNER, MemberRole.MEMBER})
