"""Reads of oversight."""

from app.oversight.queries.log import PAGE, LogFilter, Names, list_entries, names_in, read_entries
from app.oversight.queries.tokens import list_tokens

__all__ = ["PAGE", "LogFilter", "Names", "list_entries", "list_tokens", "names_in", "read_entries"]
