"""The ledger of erasures: who was erased, as numbers, kept apart from the database.

A line is an instant and the number of an account, and says nothing else of anybody.
"""

from collections.abc import Iterable
from datetime import datetime

from app.core.ids import decode_id, encode_id


def write_lines(erased: Iterable[tuple[int, datetime]]) -> str:
    """Return the lines of people and when they were erased."""
    return "".join(
        f"{at.isoformat(timespec='seconds')} {encode_id(person_id)}\n" for person_id, at in erased
    )


def read_lines(text: str) -> tuple[int, ...]:
    """Return the people of a ledger, each once; a line that was cut off counts for nothing."""
    found: dict[int, None] = {}
    for line in text.splitlines():
        person_id = _person(line)
        if person_id is not None:
            found[person_id] = None
    return tuple(found)


def _person(line: str) -> int | None:
    _at, _, last = line.strip().partition(" ")
    try:
        return decode_id(last)
    except ValueError:
        return None
