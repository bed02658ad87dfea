"""When two organisations look like the same one, and why.

Names are compared without their legal form, in Latin letters, by the pairs of letters that they
share; what is told of an organisation besides (VAT number, website) speaks for it, too. E-mail
addresses are private and are not looked at.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from app.core.text import latin_key
from app.identity.rules.legal_forms import LEGAL_FORMS, LONGEST
from challenges.domains import SHARED_HOSTS

ALIKE = 0.82  # of all pairs of letters; below that, names of one trade look alike
SHORTEST = 5  # letters of a name of which one letter may differ
_APART = re.compile(r"[^a-z0-9]+")
_JOINED = re.compile(r"(?<=\b\w)/(?=\w\b)|[.'’`´]")


class Reason(StrEnum):
    """Why two organisations may be one, the strongest first."""

    SAME_VAT = "same_vat"
    SAME_NAME = "same_name"
    SAME_WEBSITE = "same_website"
    LIKE_NAME = "like_name"


_WEIGHT = {
    Reason.SAME_VAT: 100,
    Reason.SAME_NAME: 80,
    Reason.SAME_WEBSITE: 60,
    Reason.LIKE_NAME: 50,
}


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """What is compared of an organisation."""

    names: tuple[str, ...]
    country: str
    vat_number: str | None = None
    website: str | None = None

    @classmethod
    def of(
        cls,
        *names: str | None,
        country: str,
        vat_number: str | None = None,
        website: str | None = None,
    ) -> "Likeness":
        """Return the likeness of an organisation that has these names, in whichever alphabet."""
        given = tuple(dict.fromkeys(name for name in names if name))
        return cls(names=given, country=country, vat_number=vat_number, website=website)


def reasons(one: Likeness, other: Likeness) -> tuple[Reason, ...]:
    """Return why two organisations look like the same, the strongest reason first; none if not.

    Companies of one group have the same name and website in several countries, so that across a
    border only the VAT number speaks.
    """
    found = []
    if one.vat_number and one.vat_number == other.vat_number:
        found.append(Reason.SAME_VAT)
    if one.country == other.country:
        alike = likeness(one.names, other.names)
        if alike == 1:
            found.append(Reason.SAME_NAME)
        if site_of(one.website) is not None and site_of(one.website) == site_of(other.website):
            found.append(Reason.SAME_WEBSITE)
        if ALIKE <= alike < 1:
            found.append(Reason.LIKE_NAME)
    return tuple(found)


def weight(found: Iterable[Reason]) -> int:
    """Return how much reasons weigh together, to sort by."""
    return sum(_WEIGHT[reason] for reason in found)


def likeness(names: Iterable[str], others: Iterable[str]) -> float:
    """Return how alike two organisations are called by the names that fit best, 0 to 1."""
    others = list(others)
    return max((_alike(core_of(a), core_of(b)) for a in names for b in others), default=0.0)


@lru_cache(maxsize=20_000)
def core_of(name: str) -> str:
    """Return a name as it is compared: Latin letters, no legal form, single spaces."""
    words = _APART.sub(" ", _JOINED.sub("", latin_key(name))).split()
    return " ".join(_bare(words))


def _bare(words: list[str]) -> list[str]:
    """Take legal forms off both ends for as long as anything is left."""
    for length in range(min(LONGEST, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in LEGAL_FORMS:
            return _bare(words[:-length])
        if tuple(words[:length]) in LEGAL_FORMS:
            return _bare(words[length:])
    return words


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return 1.0
    if _numbers(one) != _numbers(other) or min(len(one), len(other)) < SHORTEST:
        return 0.0  # Team Vier and Team Vier 2 are two
    if sorted(one.split()) == sorted(other.split()):
        return 0.99
    a, b = _pairs(one), _pairs(other)
    return min(2 * (a & b).total() / (a.total() + b.total()), 0.99)


def _numbers(name: str) -> list[str]:
    return sorted(word for word in name.split() if word.isdigit())


@lru_cache(maxsize=20_000)
def _pairs(name: str) -> Counter[str]:
    """Return the pairs of neighbouring letters of each word, its edges counted as letters."""
    padded = [f" {word} " for word in name.split()]
    return Counter(word[n : n + 2] for word in padded for n in range(len(word) - 1))


def site_of(website: str | None) -> str | None:
    """Return host and path of a website, None where many organisations share the host."""
    if not website:
        return None
    try:
        parts = urlsplit(website if "//" in website else "//" + website)
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return None
    if not host or host in SHARED_HOSTS:
        return None
    return host + parts.path.rstrip("/").casefold()
