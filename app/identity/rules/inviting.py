"""What people and organisations are invited to, and for how long."""

from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What somebody is invited to; an invitation is good for nothing else."""

    MEMBERSHIP = "membership"
    TEAM = "team"
    PARTNER = "partner"
    JURY = "jury"


INVITATION_LASTS = timedelta(days=14)
