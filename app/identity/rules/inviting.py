"""What people and organisations are invited to, and for how long."""

from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What somebody is invited to; an invitation is good for nothing else."""

    MEMBERSHIP = "membership"
    TEAM = "team"
    PARTNER = "partner"
    JURY = "jury"
    JOINING = "joining"
    CONSORTIUM = "consortium"
    APPLICANT = "applicant"
    EXPERT = "expert"


ASKED_OF_OWNERS = frozenset({Purpose.PARTNER, Purpose.JOINING})


INVITATION_LASTS = timedelta(days=14)
