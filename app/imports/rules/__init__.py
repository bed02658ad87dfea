"""Decisions about imports: what a list says, which column is what, what is wrong with a line."""

from app.imports.rules.csv_lists import read_csv
from app.imports.rules.lists import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Listed,
)
from app.imports.rules.workbooks import read_workbook

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Listed", "read_csv", "read_list"]

ZIP = b"PK\x03\x04"


def read_list(data: bytes) -> Listed:
    """Return what a list says, by its content: a workbook, or else text with columns."""
    return read_workbook(data) if data.startswith(ZIP) else read_csv(data)
