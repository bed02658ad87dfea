"""Reads of oversight."""

from app.oversight.queries.glass import (
    find_open_glass,
    get_glass,
    list_glasses,
    list_shown_glasses,
)
from app.oversight.queries.log import PAGE, LogFilter, Names, list_entries, names_in, read_entries
from app.oversight.queries.tokens import list_tokens

__all__ = [
    "PAGE",
    "LogFilter",
    "Names",
    "find_open_glass",
    "get_glass",
    "list_entries",
    "list_glasses",
    "list_shown_glasses",
    "list_tokens",
    "names_in",
    "read_entries",
]
