"""What must not stand in a letter: who judged, who else applied, how others scored.

Names are compared as whole words without case and accents. Each finding says where it stands: in
which part of the letter, and in which sentence. Cost: one look for each name at each part, and at
its sentences only where it stands.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.text import search_key
from app.enquiries.rules import find_contacts

SHORTEST = 4  # letters of a name; shorter ones are words of their own too often
LONGEST_PLACE = 160
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w+")
_MARK = re.compile(
    r"(?<![\w.,/])[0-5](?:[.,]\d)?\s*(?:/|out of|of)\s*5(?![\w/%]|[.,]\d)", re.IGNORECASE
)


class LeakKind(StrEnum):
    """What leaks."""

    JUROR = "juror"
    APPLICANT = "applicant"
    CONTACT = "contact"
    SCORE = "score"


@dataclass(frozen=True)
class Secret:
    """A name or a figure that a letter must not hold."""

    kind: LeakKind
    text: str


@dataclass(frozen=True)
class Leak:
    """What leaks: in which part of the letter, the words themselves, and the sentence around."""

    kind: LeakKind
    part: str
    text: str
    place: str


def find_leaks(
    parts: Mapping[str, str], secrets: Iterable[Secret], own: Iterable[str] = ()
) -> tuple[Leak, ...]:
    """Return what leaks from the parts of a letter; the authors' own names never do."""
    allowed = {bare(name) for name in own}
    looked_for = [(one, key) for one in secrets if _counts(one, key := bare(one.text), allowed)]
    found: list[Leak] = []
    for part, text in parts.items():
        found += _in_part(part, text, looked_for)
    return tuple(dict.fromkeys(found))


def _counts(secret: Secret, key: str, allowed: set[str]) -> bool:
    is_long = secret.kind is LeakKind.SCORE or len(key) >= SHORTEST
    return is_long and key not in allowed


def _in_part(part: str, text: str, secrets: Sequence[tuple[Secret, str]]) -> list[Leak]:
    whole = _padded(text)
    sentences = [one for one in _SENTENCE.split(text) if one]
    padded = [_padded(one) for one in sentences]
    found = []
    for secret, key in secrets:
        if f" {key} " in whole:
            where = next(
                (s for s, p in zip(sentences, padded, strict=True) if f" {key} " in p), text
            )
            found.append(Leak(secret.kind, part, secret.text, _short(where)))
    for sentence in sentences:
        said = _short(sentence)
        found += [Leak(LeakKind.CONTACT, part, one, said) for one in find_contacts(sentence)]
        found += [Leak(LeakKind.SCORE, part, one, said) for one in _MARK.findall(sentence)]
    return found


def bare(text: str) -> str:
    """Return the words of a text as they are compared."""
    return " ".join(_WORD.findall(search_key(text)))


def _padded(text: str) -> str:
    return f" {bare(text)} "


def _short(sentence: str) -> str:
    plain = " ".join(sentence.split())
    return plain if len(plain) <= LONGEST_PLACE else plain[: LONGEST_PLACE - 1] + "…"


def still_open(leaks: Iterable[Leak], accepted: Iterable[Mapping[str, str]]) -> tuple[Leak, ...]:
    """Return the leaks that nobody let stand; a word that was accepted stands wherever it is."""
    let = {(one["kind"], one["text"]) for one in accepted}
    return tuple(one for one in leaks if (str(one.kind), one.text) not in let)
