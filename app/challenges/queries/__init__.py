"""Reading challenges."""

from app.challenges.queries.briefs import (
    brief_of,
    criteria_of,
    draft_values,
    gaps_of,
    get_library_brief,
    list_briefs,
)
from app.challenges.queries.history import (
    find_calling_off,
    find_sent_back,
    list_extensions,
    list_moves,
)
from app.challenges.queries.records import (
    get_challenge,
    get_editable_challenge,
    get_readable_brief,
    get_visible_challenge,
    list_by_ids,
    list_cards,
    list_of_event,
    list_open_cards,
    list_owned,
    list_phases,
    list_visible,
    list_waiting,
)
from app.challenges.queries.versions import (
    compare_versions,
    content_of,
    count_open_comments,
    find_comment,
    list_comments,
    list_versions,
)

__all__ = [
    "brief_of",
    "compare_versions",
    "content_of",
    "count_open_comments",
    "criteria_of",
    "draft_values",
    "find_calling_off",
    "find_comment",
    "find_sent_back",
    "gaps_of",
    "get_challenge",
    "get_editable_challenge",
    "get_library_brief",
    "get_readable_brief",
    "get_visible_challenge",
    "list_briefs",
    "list_by_ids",
    "list_cards",
    "list_comments",
    "list_extensions",
    "list_moves",
    "list_of_event",
    "list_open_cards",
    "list_owned",
    "list_phases",
    "list_versions",
    "list_visible",
    "list_waiting",
]
