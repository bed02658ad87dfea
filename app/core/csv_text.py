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
    writer.writerow(map(_cell, head))
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return "" if value is None else value
    is_formula = value.lstrip().startswith(FORMULA_STARTS) or value.startswith(FORMULA_STARTS)
    return "'" + value if is_formula else value
