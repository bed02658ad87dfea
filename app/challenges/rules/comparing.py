"""Two versions of a brief side by side, with the words that differ.

Method: lines first, then words within the lines that differ, each by the longest common runs of
`difflib`. Cost: at most `MOST_PAIRS` equal pairs of words are looked at; a part with more of them
is marked as replaced as a whole.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

MOST_PAIRS = 100_000


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what became of it."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a brief that two versions word differently."""

    field: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the fields that differ, in the order of the newer version."""
    names = list(dict.fromkeys((*new, *old)))
    pairs = ((name, old.get(name, ""), new.get(name, "")) for name in names)
    return tuple(Change(name, *mark_words(a, b)) for name, a, b in pairs if a != b)


def choose_pair(numbers: Sequence[int], old: int | None, new: int | None) -> tuple[int, int]:
    """Return the two versions to compare: those asked for, else the last two; 0 is none.

    The numbers are those of all versions, the newest first.
    """
    last = numbers[0] if numbers else 0
    newer = last if new is None else new
    before = next((number for number in numbers if number < newer), 0)
    return before if old is None else old, newer


def mark_words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces: what both have, what is gone, what is new."""
    left, right = _Side(Mark.GONE), _Side(Mark.NEW)
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for is_same, a, b in _runs(before, after):
        if is_same:
            left.add("".join(a), Mark.SAME)
            right.add("".join(b), Mark.SAME)
        else:
            _mark_line(left, right, _words("".join(a)), _words("".join(b)))
    return tuple(left.pieces), tuple(right.pieces)


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the kept content of a version as one text for each field."""
    texts = {name: _text(value) for name, value in content.items() if name not in PARTS}
    for name, lines in PARTS.items():
        for row in content.get(name) or []:
            texts[f"{name}:{row.get('key') or row.get('name')}"] = lines(row)
    return texts


def _criterion(row: Mapping[str, Any]) -> str:
    levels = [f"{number} {level}" for number, level in enumerate(row["levels"])]
    return "\n".join([f"{row['name']}: {row['weight']} %", row["description"], *levels])


def _question(row: Mapping[str, Any]) -> str:
    return "\n".join([f"{row['label']} ({row['max_words']})", row["help"]])


def _measure(row: Mapping[str, Any]) -> str:
    return f"{row['name']}: {row['today']} → {row['wanted']}"


PARTS = {"measures": _measure, "criteria": _criterion, "questions": _question}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return "" if value is None else str(value)


class _Side:
    """One of both texts while it is put together."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.pieces: list[Piece] = []

    def add(self, text: str, mark: Mark) -> None:
        if text and self.pieces and self.pieces[-1].mark is mark:
            text = self.pieces.pop().text + text
        if text:
            self.pieces.append(Piece(text, mark))


def _mark_line(left: _Side, right: _Side, old: list[str], new: list[str]) -> None:
    for is_same, a, b in _runs(old, new):
        left.add("".join(a), Mark.SAME if is_same else Mark.GONE)
        right.add("".join(b), Mark.SAME if is_same else Mark.NEW)


def _runs(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Yield the runs of two lists: whether both have them, and what each has there."""
    there = Counter(new)
    if sum(count * there[one] for one, count in Counter(old).items()) > MOST_PAIRS:
        yield old == new, old, new
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind == "equal", old[a:b], new[c:d]


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
