"""Decisions about questions: until when they are asked and answered, and what tells who asked."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from app.challenges.rules.phases import phase_of
from app.core.times import to_local
from challenges.lifecycle import Phase

ASK_DAYS, ANSWER_DAYS = 7, 3  # before the deadline
ASK_SHARE, ANSWER_SHARE = 4, 8  # of a short call: its last quarter and its last eighth
MOST_WAITING = 10  # questions of one organisation about one challenge
SHORTEST_NAME = 4  # letters; shorter ones are words of their own too often
REMIND_BEFORE = timedelta(hours=48)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w.,/-])(?:\+|00|0)\d(?:[\s()/.-]?\d){6,14}(?![\w-])")


class EnquiryState(StrEnum):
    """How far a question has come; an answered one waits to be published."""

    OPEN = "open"
    ANSWERED = "answered"
    PUBLISHED = "published"
    PRIVATE = "private"


class Audience(StrEnum):
    """Who reads an answer."""

    ALL = "all"
    ASKER = "asker"


UNDONE = (EnquiryState.OPEN, EnquiryState.ANSWERED)


@dataclass(frozen=True)
class EnquiryClock:
    """Until when questions are taken, and until when all of them are answered."""

    ask_by: datetime
    answer_by: datetime


def clock_of(challenge: Any, zone: str) -> EnquiryClock | None:
    """Return the clock of a challenge's questions; None without its dates.

    Seven and three days before the deadline, at the same hour where the event is; of a call that
    is shorter than four weeks, before its last quarter and its last eighth.
    """
    opens_at, closes_at = challenge.opens_at, challenge.closes_at
    if opens_at is None or closes_at is None:
        return None
    whole = closes_at - opens_at
    ask = _before(closes_at, zone, ASK_DAYS, whole / ASK_SHARE)
    answer = _before(closes_at, zone, ANSWER_DAYS, whole / ANSWER_SHARE)
    return EnquiryClock(ask, max(ask, answer))


def _before(closes_at: datetime, zone: str, days: int, at_most: timedelta) -> datetime:
    if at_most < timedelta(days=days):
        return (closes_at - at_most).replace(second=0, microsecond=0)
    # The same hour by the clock on the wall, though the clocks may change in between.
    local = to_local(closes_at, zone) - timedelta(days=days)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def takes_questions(challenge: Any, zone: str, now: datetime) -> bool:
    """Whether questions are taken at an instant: from the publication to the clock's end."""
    clock = clock_of(challenge, zone)
    is_public = phase_of(challenge, now) in (Phase.PUBLISHED, Phase.OPEN)
    return is_public and clock is not None and now < clock.ask_by


def fingerprint(text: str) -> str:
    """Return what is the same for the same question, however it is spaced and capitalised."""
    return sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def find_contacts(text: str) -> list[str]:
    """Return the e-mail addresses and telephone numbers in a text."""
    return [found.group() for one in (_MAIL, _TELEPHONE) for found in one.finditer(text)]


def find_names(text: str, names: Iterable[str]) -> list[str]:
    """Return those names that stand in a text as whole words, whatever their case and accents."""
    bare = _bare(text)
    return [name for name in dict.fromkeys(names) if _is_in(_bare(name), bare)]


def _is_in(name: str, text: str) -> bool:
    if len(name) < SHORTEST_NAME:
        return False
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())


def reminder_delay(closes_at: datetime, now: datetime) -> timedelta:
    """Return how long it is until the readers are reminded of a deadline."""
    return max(closes_at - REMIND_BEFORE - now, timedelta(0))


def as_asked(enquiry: Any) -> dict[str, Any]:
    """Return a question as its asker may know it: no answer before it is given."""
    is_given = enquiry.state in (EnquiryState.PUBLISHED, EnquiryState.PRIVATE)
    state = enquiry.state if is_given else EnquiryState.OPEN
    names = ("id", "challenge_id", "asked_text", "asked_at")
    return {
        **{name: getattr(enquiry, name) for name in names},
        "state": str(state),
        "text": enquiry.text if is_given else enquiry.asked_text,
        "answer": enquiry.answer if is_given else "",
        "private_reason": enquiry.private_reason if is_given else "",
    }
