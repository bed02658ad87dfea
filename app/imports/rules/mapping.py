"""Which column of a list is what: guessed from its head, or as somebody chose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import Invalid
from app.core.text import search_key

ANSWER = "answer-"
NEEDED = ("organisation", "email", "title")
TARGETS = (*NEEDED, "country", "kind", "summary", "trl", "partners", "arrived_at")
_BETWEEN = re.compile(r"[\W_]+")
# Words of a head, folded as a search folds them; the first that fits wins.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "arrived_at": (
        *("timestamp", "zeitstempel", "submitted at", "submission date", "date submitted"),
        *("completion time", "arrived", "received", "eingegangen", "data przesłania"),
    ),
    "email": ("e-mail", "email", "mail", "adres poczty"),
    "organisation": (
        *("organisation", "organization", "company", "firma", "unternehmen", "empresa"),
        *("societe", "przedsiębiorstwo", "imone", "applicant"),
    ),
    "country": ("country", "land", "pays", "kraj", "šalis", "pais"),
    "kind": ("kind of organisation", "type of organisation", "organisation type", "legal form"),
    "title": ("title", "titel", "titre", "tytuł", "titulo", "project name", "name of the solution"),
    "summary": ("summary", "abstract", "zusammenfassung", "resume", "streszczenie"),
    "trl": ("trl", "technology readiness", "maturity", "reifegrad"),
    "partners": ("partners", "partner", "consortium"),
}


@dataclass(frozen=True)
class Mapped:
    """Where each thing stands: the number of its column, by its name."""

    columns: Mapping[str, int]

    def read(self, name: str, row: Sequence[str]) -> str:
        """Return what a row says of a thing; nothing where there is no column for it."""
        place = self.columns.get(name)
        return row[place] if place is not None and place < len(row) else ""


def names_of(questions: Sequence[Any]) -> tuple[str, ...]:
    """Return everything that a column can be: a proposal's own fields, then each question."""
    return (*TARGETS, *(ANSWER + one.key for one in questions))


def guess(
    head: Sequence[str], questions: Sequence[Any], known: Mapping[str, str]
) -> dict[str, int]:
    """Return which column is what, as far as the head tells; each column is one thing.

    `known` is what was chosen for this challenge before: the words of a head by their thing.
    """
    return place_names(head, names_of(questions), _wanted(questions), known)


def place_names(
    head: Sequence[str],
    names: Sequence[str],
    wanted_words: Sequence[tuple[str, tuple[str, ...]]],
    known: Mapping[str, str],
) -> dict[str, int]:
    """Return in which column each name stands, first as `known` from before, then by its words."""
    folded = [_words_of(one) for one in head]
    found: dict[str, int] = {}
    for name in names:
        before = known.get(name)
        if before is not None and _words_of(before) in folded:
            found[name] = folded.index(_words_of(before))
    for name, wanted in wanted_words:
        if name not in found:
            place = _place_of(wanted, folded, set(found.values()))
            if place is not None:
                found[name] = place
    return found


def _wanted(questions: Sequence[Any]) -> list[tuple[str, tuple[str, ...]]]:
    """Return by which words each thing is found; questions go first, for they are the longest."""
    asked = [(ANSWER + one.key, (one.label,)) for one in questions]
    return [*asked, *_WORDS.items()]


def _place_of(wanted: Sequence[str], folded: Sequence[str], taken: set[int]) -> int | None:
    """Return the free column whose head is one of the words, else one that holds it."""
    keys = [_words_of(one) for one in wanted]
    for is_same in (True, False):
        for key in keys:
            for place, text in enumerate(folded):
                fits = text == key if is_same else f" {key} " in f" {text} "
                if place not in taken and key and fits:
                    return place
    return None


def _words_of(text: str) -> str:
    """Return the words of a head as they are compared, without what stands between them."""
    return " ".join(_BETWEEN.sub(" ", search_key(text)).split())


def pick_columns(
    names: Sequence[str], needed: Sequence[str], columns: Mapping[str, int], width: int
) -> dict[str, int]:
    """Return what was chosen of the names, or refuse what is missing, doubled or not there."""
    chosen = {name: columns[name] for name in names if name in columns}
    for name in needed:
        if name not in chosen:
            raise Invalid("column_needed", field=f"column-{name}")
    for name, place in chosen.items():
        if not 0 <= place < width or list(chosen.values()).count(place) > 1:
            raise Invalid("column_twice", field=f"column-{name}")
    return chosen


def remembered(head: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """Return what was chosen as words of the head, which hold for the next list, too."""
    return {name: head[place] for name, place in columns.items() if place < len(head)}
