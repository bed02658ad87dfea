"""Reads of oversight."""

from app.oversight.queries.glass import (
    find_open_glass,
    get_glass,
    list_glasses,
    list_shown_glasses,
)
from app.oversight.queries.log import PAGE, LogFilter, Names, list_entries, names_in, read_entries
from app.oversight.queries.people import PAGE as ADMIN_PAGE
from app.oversight.queries.people import (
    count_health,
    count_sessions,
    list_failed_jobs,
    list_memberships,
    list_organisations,
    list_people,
)
from app.oversight.queries.tokens import list_tokens

__all__ = [
    "ADMIN_PAGE",
    "PAGE",
    "LogFilter",
    "Names",
    "count_health",
    "count_sessions",
    "find_open_glass",
    "get_glass",
    "list_entries",
    "list_failed_jobs",
    "list_glasses",
    "list_memberships",
    "list_organisations",
    "list_people",
    "list_shown_glasses",
    "list_tokens",
    "names_in",
    "read_entries",
]
