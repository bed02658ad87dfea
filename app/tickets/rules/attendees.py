"""Somebody who wants to come, and what they cannot be called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


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
    answers: Mapping[int, Sequence[str]] = field(default_factory=dict)  # by question, as sent


def is_link(name: str) -> bool:
    """Whether mail programs would make a link of a name, which strangers get in a mail from us."""
    folded = name.casefold()
    return "://" in folded or "www." in folded
