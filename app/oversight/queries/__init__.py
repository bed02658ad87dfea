"""Reads of oversight."""

from app.oversight.queries.glass import (
    find_open_glass,
    get_glass,
    list_glasses,
    list_shown_glasses,
)
from app.oversight.queries.log import (
    PAGE,
    Hidden,
    LogFilter,
    Names,
    hides_entries,
    list_entries,
    log_of,
    names_in,
    names_things,
    read_entries,
    titles_in,
)
from app.oversight.queries.people import (
    Ways,
    count_health,
    count_ways,
    list_failed_jobs,
    list_organisations,
    list_organisations_after,
    list_people,
    list_people_after,
    list_places_of,
)
from app.oversight.queries.tokens import list_tokens

__all__ = [
    "PAGE",
    "Hidden",
    "LogFilter",
    "Names",
    "Ways",
    "count_health",
    "count_ways",
    "find_open_glass",
    "get_glass",
    "hides_entries",
    "list_entries",
    "list_failed_jobs",
    "list_glasses",
    "list_organisations",
    "list_organisations_after",
    "list_people",
    "list_people_after",
    "list_places_of",
    "list_shown_glasses",
    "list_tokens",
    "log_of",
    "names_in",
    "names_things",
    "read_entries",
    "titles_in",
]
