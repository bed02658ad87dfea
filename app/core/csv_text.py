"""Tables as CSV that spreadsheets open as they are meant: no cell becomes a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# The wide forms too: some spreadsheets narrow them as they open a file.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only behind it


def to_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV; texts that a spreadsheet would run begin with an apostrophe."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(map(safe_cell, head))
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def safe_cell(value: object) -> object:
    """Return a value as a cell may hold it: never a formula, never None."""
    if not isinstance(value, str):
        return "" if value is None else value
    is_formula = value.lstrip().startswith(FORMULA_STARTS) or value.startswith(FORMULA_STARTS)
    return "'" + value if is_formula else value
