"""A list as it was read: a head and rows of texts, within limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.csv_text import FORMULA_STARTS
from app.core.errors import Invalid
from app.core.text import is_storable

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 100
LEAST_COLUMNS = 3  # organisation, address and title
MAX_CELL = 40_000


@dataclass(frozen=True)
class Listed:
    """The head of a list and its rows, each with the number of its line in the file."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def listed(found: Iterable[tuple[int, Sequence[str]]]) -> Listed:
    """Return rows as a list: the first is the head, empty ones are left out, limits hold."""
    head: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in found:
        texts = tuple(_tidy(cell) for cell in cells)
        if not any(texts):
            continue
        if not head:
            head = _head(texts)
            continue
        if len(rows) >= MAX_ROWS:
            raise Invalid("too_many_rows", field="file", limit=MAX_ROWS)
        rows.append((number, (*texts[: len(head)], *[""] * (len(head) - len(texts)))))
    if not rows:
        raise Invalid("list_empty", field="file")
    return Listed(head, tuple(rows))


def _head(texts: tuple[str, ...]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts = texts[:-1]
    if len(texts) < LEAST_COLUMNS:
        raise Invalid("too_few_columns", field="file", least=LEAST_COLUMNS)
    if len(texts) > MAX_COLUMNS:
        raise Invalid("too_many_columns", field="file", limit=MAX_COLUMNS)
    return tuple(text[:200] for text in texts)


def _tidy(cell: str) -> str:
    """Return a cell as text: without the mark that keeps a spreadsheet from running it."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip().strip("\ufeff")
    if text.startswith("'") and text[1:].lstrip().startswith(FORMULA_STARTS):
        text = text[1:]
    if len(text) > MAX_CELL or not is_storable(text):
        raise Invalid("list_unreadable", field="file")
    return text
