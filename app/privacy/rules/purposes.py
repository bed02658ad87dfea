"""What people can agree to, and whether they have."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Protocol


class Purpose(StrEnum):
    """Something that is done with personal data only if the person agrees."""

    PARTICIPANTS_LIST = "participants_list"
    PHOTOS = "photos"
    RECORDING = "recording"
    PASSING_ON = "passing_on"
    LEAD_SCAN = "lead_scan"
    NEWSLETTER = "newsletter"


# What an event may ask when people register; the newsletter is the installation's own.
ASKED_BY_EVENTS = tuple(one for one in Purpose if one is not Purpose.NEWSLETTER)


class Channel(StrEnum):
    """How somebody agreed or withdrew."""

    REGISTRATION = "registration"
    INVITATION = "invitation"
    ACCOUNT = "account"
    API = "api"
    DESK = "desk"


class Answer(Protocol):
    """An entry of the log: for what, and whether it was given or withdrawn."""

    purpose: str
    event_id: int | None
    is_given: bool


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What somebody answers: to which words, about which event, and how it reached us."""

    purpose: Purpose
    language: str
    text: str
    event_id: int | None = None
    is_given: bool
    channel: Channel


def fingerprint(purpose: str, language: str, text: str) -> str:
    """Return what identifies a wording: the SHA-256 of purpose, language and text."""
    return sha256(f"{purpose}\n{language}\n{text}".encode()).hexdigest()


def last_answers(log: Iterable[Answer]) -> dict[tuple[str, int | None], Answer]:
    """Return the last answer for each purpose and event; the log is in the order of time."""
    return {(one.purpose, one.event_id): one for one in log}
