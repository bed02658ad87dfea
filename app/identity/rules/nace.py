"""The economic activities of NACE Rev. 2.1: sections, divisions, groups and classes.

The tree comes from `naceconverter`, whose table goes on to five-digit codes of a single country;
those are left out. Codes are written as Eurostat does: C, 25, 25.6, 25.62.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

_CODE = re.compile(r"([A-V])?(\d{2})(?:\.?(\d))?(?:\.?(\d))?")


class Level(IntEnum):
    """How fine an activity is."""

    SECTION = 1
    DIVISION = 2
    GROUP = 3
    CLASS = 4


@dataclass(frozen=True, slots=True)
class Activity:
    """An economic activity; the parent of a section is empty."""

    code: str
    name: str
    level: Level
    parent: str

    @property
    def label(self) -> str:
        """The code and the name."""
        return f"{self.code} {self.name}"


@lru_cache(maxsize=1)
def activities() -> Mapping[str, Activity]:
    """Return every activity by its code: each section followed by all that is in it."""
    below: dict[str, list[Activity]] = {}
    for one in _read():
        below.setdefault(one.parent, []).append(one)

    def walk(parent: str) -> Iterator[Activity]:
        for one in sorted(below.get(parent, []), key=lambda found: found.code):
            yield one
            yield from walk(one.code)

    return {one.code: one for one in walk("")}


def _read() -> Iterator[Activity]:
    from naceconverter import NACEConverter

    for code, row in NACEConverter().codes_dict.items():
        if int(row["level"]) <= Level.CLASS:
            # The table has lost its apostrophes on the way.
            name = row["name"].replace("?", "’")
            yield Activity(code, name, Level(int(row["level"])), row["parentCode"])


def find_activity(code: str | None) -> Activity | None:
    """Return the activity with this code, with or without dots and the section's letter."""
    bare = "".join((code or "").split()).upper()
    if bare in activities():
        return activities()[bare]
    found = _CODE.fullmatch(bare)
    if found is None:
        return None
    letter, division, group, last = found.groups()
    joined = division + (f".{group}" if group else "") + (last or "")
    activity = activities().get(joined)
    return activity if activity and letter in (None, section_of(joined)) else None


def section_of(code: str) -> str:
    """Return the letter of the section that an activity is in."""
    one = activities()[code]
    while one.parent:
        one = activities()[one.parent]
    return one.code


def division_of(code: str) -> str | None:
    """Return the two digits of the division that an activity is in; None of a section."""
    return code[:2] if activities()[code].level > Level.SECTION else None


def activity_label(code: str | None) -> str:
    """Return code and name of an activity; a dash where there is none."""
    found = find_activity(code)
    return found.label if found else code or "–"


def list_activities(level: Level) -> list[Activity]:
    """Return the activities of one level, in the order of the tree."""
    return [one for one in activities().values() if one.level == level]
