"""Finding an entry of a classification by its code or by words of its name."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.text import latin_key

MOST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a classification as it is searched: its code, and its words in Latin letters."""

    code: str
    words: str

    @classmethod
    def of(cls, code: str, *names: str) -> "Entry":
        """Return the entry for a code and its names."""
        return cls(code, latin_key(*names))


def search(entries: Iterable[Entry], text: str, limit: int = MOST) -> list[str]:
    """Return the codes that fit, those that begin with the text first.

    Every word that is typed has to occur, whatever its case, diacritics and alphabet.
    """
    wanted = latin_key(text)
    parts = wanted.split()
    if not parts:
        return []
    ranked = sorted(
        (rank, number, entry.code)
        for number, entry in enumerate(entries)
        if (rank := _rank(entry, wanted, parts)) is not None
    )
    return [code for _, _, code in ranked[:limit]]


def _rank(entry: Entry, wanted: str, parts: list[str]) -> int | None:
    code = entry.code.casefold()
    if code == wanted:
        return 0
    if code.startswith(wanted):
        return 1
    if not all(part in entry.words for part in parts):
        return None
    padded = f" {entry.words}"
    return 2 if all(f" {part}" in padded for part in parts) else 3
