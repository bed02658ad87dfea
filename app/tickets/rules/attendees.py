"""Somebody who wants to come, and what they cannot be called."""

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
    add_ons: tuple[int, ...] = ()
    consents: tuple[str, ...] = ()


def is_link(name: str) -> bool:
    """Whether mail programs would make a link of a name, which strangers get in a mail from us."""
    folded = name.casefold()
    return "://" in folded or "www." in folded
