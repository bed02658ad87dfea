"""When a badge is printed, and whose: what each print goes through, and letters of family names."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from app.core.text import search_key


class PrintState(StrEnum):
    """How far a badge is on its way to paper."""

    WAITING = "waiting"
    TAKEN = "taken"
    PRINTED = "printed"
    WITHDRAWN = "withdrawn"


class ReprintReason(StrEnum):
    """Why a badge is printed that was printed before."""

    LOST = "lost"
    DAMAGED = "damaged"
    CORRECTED = "corrected"
    PRINTER = "printer"
    OTHER = "other"


OPEN = (PrintState.WAITING, PrintState.TAKEN)


def initial(family_name: str) -> str:
    """Return the letter under which a badge desk looks for somebody."""
    return search_key(family_name)[:1].upper()


def count_initials(family_names: Iterable[str]) -> list[tuple[str, int]]:
    """Return the initials that occur, in the order of the desk, with their numbers of people."""
    return sorted(Counter(map(initial, family_names)).items())


def is_between(family_name: str, first: str | None, last: str | None) -> bool:
    """Whether a name stands from the first to the last letter, each of which may be open."""
    letter = initial(family_name)
    return (not first or letter >= initial(first)) and (not last or letter <= initial(last))
