"""What can be asked of the directory."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.text import search_key
from app.identity.rules.nace import Level, activities, division_of, list_activities, section_of

MOST_WORDS = 6
NO_DIVISION, AFTER_DIGITS = 100, "A"


class Sort(StrEnum):
    """The orders that the directory can be read in."""

    NAME = "name"
    NEWEST = "newest"
    COUNTRY = "country"


@dataclass(frozen=True, kw_only=True)
class DirectoryFilter:
    """What is looked for; None and "" look for everything."""

    text: str = ""
    country: str | None = None
    region: str | None = None
    kind: str | None = None
    sector: str | None = None
    ecosystem: str | None = None
    cluster_id: int | None = None

    @property
    def words(self) -> list[str]:
        """The words that have to occur, without case and diacritics."""
        return search_key(self.text).split()[:MOST_WORDS]

    @property
    def is_plain(self) -> bool:
        """Whether only what stands in an organisation's own columns is asked for, or nothing."""
        return not self.words and (self.sector, self.ecosystem, self.cluster_id) == (None,) * 3


def divisions_of(sector: str) -> list[str]:
    """Return the divisions that a section has, or the one that an activity is in."""
    division = division_of(sector)
    if division is not None:
        return [division]
    return [one.code for one in list_activities(Level.DIVISION) if section_of(one.code) == sector]


def span_of(divisions: list[str]) -> tuple[str, str]:
    """Return the first of some divisions in a row, and what comes after the last of them."""
    after = int(divisions[-1]) + 1
    return divisions[0], f"{after:02}" if after < NO_DIVISION else AFTER_DIGITS


def by_section(divisions: dict[str, int]) -> dict[str, int]:
    """Return counts by division as counts by section; what is no division is left out."""
    counts: dict[str, int] = {}
    for code, number in divisions.items():
        if code in activities():
            section = section_of(code)
            counts[section] = counts.get(section, 0) + number
    return counts
