"""Where two exports differ, value by value, each place named by whom and what it is about.

Method: both trees are walked together; items of a list are matched by what they are about, such
as juror and proposal, so that one that is missing is named and does not shift the others.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from challenges.canonical import canonical_json
from challenges.findings import Difference

ABOUT = ("position", "juror", "proposal", "version", "criterion", "override", "key")
SAID = {
    "position": "round",
    "juror": "juror",
    "proposal": "proposal",
    "version": "version",
    "criterion": "criterion",
    "override": "override",
    "key": "criterion",
}
SECTIONS = {
    "criteria": ("criterion", "the criterion"),
    "scorecards": ("scorecard", "the scorecard"),
    "saves": ("save", "the saved version"),
    "picks": ("pick", "the top-three pick"),
    "ranking": ("row", "the row of the ranking"),
    "calibration": ("calibration", "the calibration"),
    "shortlist": ("shortlist", "the shortlist"),
    "decisions": ("decision", "the decision"),
    "overrides": ("override", "the override"),
}
ABSENT = object()


def compare(published: Any, counted: Any, path: str = "") -> Iterator[Difference]:
    """Return every place where what was published is not what was counted."""
    if isinstance(published, dict) and isinstance(counted, dict):
        for key in sorted({*published, *counted}):
            here = f"{path}.{key}" if path else key
            yield from compare(published.get(key, ABSENT), counted.get(key, ABSENT), here)
    elif isinstance(published, list) and isinstance(counted, list):
        yield from _compare_lists(published, counted, path)
    elif _text(published) != _text(counted):
        yield _difference(published, counted, path)


def _compare_lists(published: list[Any], counted: list[Any], path: str) -> Iterator[Difference]:
    left, right = _by_subject(published), _by_subject(counted)
    if left is None or right is None:
        if _text(published) != _text(counted):
            yield _difference(published, counted, path)
        return
    for subject in [*left, *(key for key in right if key not in left)]:
        here = f"{path}[{subject}]"
        yield from compare(left.get(subject, ABSENT), right.get(subject, ABSENT), here)
    both = [key for key in left if key in right]
    if both != [key for key in right if key in left]:
        code, words = _section(path)
        yield Difference(f"{code}_order", path, f"{words}: the items are not in their order")


def _by_subject(items: list[Any]) -> dict[str, Any] | None:
    """Return items by what they are about; None when that does not tell them apart."""
    if not all(isinstance(item, dict) for item in items):
        return None
    found = {_subject(item): item for item in items}
    return found if len(found) == len(items) and "" not in found else None


def _subject(item: Mapping[str, Any]) -> str:
    return ", ".join(f"{SAID[key]} {_shown(item[key])}" for key in ABOUT if key in item)


def _section(path: str) -> tuple[str, str]:
    parts = [part.partition("[")[0] for part in path.split(".")]
    for part in reversed(parts):
        if part in SECTIONS:
            return SECTIONS[part]
    return ("value", "the value")


def _difference(published: Any, counted: Any, path: str) -> Difference:
    code, words = _section(path)
    named = _named(words, path)
    if counted is ABSENT:
        return Difference(f"{code}_missing", path, f"{named} is missing")
    if published is ABSENT:
        return Difference(f"{code}_extra", path, f"{named} was not there when it was published")
    if path.endswith(".digest"):
        return Difference(f"{code}_changed", path, f"{named} was changed after it was written")
    place = path.rpartition("].")[2]
    message = f"{named}, {place}: published {_shown(published)}, counted {_shown(counted)}"
    return Difference(f"{code}_differs", path, message)


def _named(words: str, path: str) -> str:
    """Return whom and what a place is about, as in "the scorecard (round 1, juror a)"."""
    about = ", ".join(re.findall(r"\[([^]]*)]", path))
    return f"{words} ({about})" if about else words


def _text(value: Any) -> str:
    return "" if value is ABSENT else canonical_json(value)  # as texts, for 1 is not True


def _shown(value: object) -> str:
    return value if isinstance(value, str) and value.isascii() else ascii(value)[:200]
