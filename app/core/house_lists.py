"""Lists of texts that an event keeps in an order; what leaves one is marked, for it was used."""

from collections.abc import Callable, Iterable
from typing import Any

from app.core import clock
from app.core.db import db
from app.core.errors import Invalid


def tidy_texts(texts: Iterable[str]) -> list[str]:
    """Return the texts without blanks and repetitions, in their order."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def check_texts(texts: list[str], *, name: str, most: int, longest: int) -> None:
    """Refuse too many texts or too long ones, at the field `name` with an `s`."""
    field = f"{name}s"
    if len(texts) > most:
        raise Invalid(f"too_many_{field}", field=field, most=most)
    if any(len(text) > longest for text in texts):
        raise Invalid(f"{name}_too_long", field=field, most=longest)


def keep_texts(rows: Iterable[Any], wanted: list[str], make: Callable[..., Any]) -> None:
    """Bring rows of `text` and `place` to what is wanted; what stays keeps what refers to it."""
    old = {row.text: row for row in rows}
    for text, row in old.items():
        if text not in wanted:
            row.removed_at = clock.now()
    for place, text in enumerate(wanted):
        if text in old:
            old[text].place = place
        else:
            db.session.add(make(place=place, text=text))
    db.session.flush()
