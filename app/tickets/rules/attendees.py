"""Somebody who wants to come."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody to register, and for which kind of ticket."""

    ticket_type: int
    given_name: str
    family_name: str = ""
    email: str
    organisation_name: str = ""
    organisation_kind: str = "other"
    country: str = ""
