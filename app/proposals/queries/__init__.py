"""Reading proposals."""

from app.proposals.queries.board import (
    Funnel,
    list_funnels,
    list_on_board,
    list_on_board_after,
)
from app.proposals.queries.contents import (
    find_latest_submission,
    find_submission,
    find_submitted,
    get_as_read,
    get_file,
    get_submission,
    get_submitted,
    list_files,
    list_readable_submissions,
    list_submissions,
    list_submitted,
    questions_of,
)
from app.proposals.queries.exporting import list_packed, stored_of
from app.proposals.queries.records import (
    get_own_proposal,
    get_proposal,
    get_visible_proposal,
    list_eligible,
    list_own,
    list_own_after,
    list_own_for,
    list_to_answer,
    list_unanswered,
)

__all__ = [
    "Funnel",
    "find_latest_submission",
    "find_submission",
    "find_submitted",
    "get_as_read",
    "get_file",
    "get_own_proposal",
    "get_proposal",
    "get_submission",
    "get_submitted",
    "get_visible_proposal",
    "list_eligible",
    "list_files",
    "list_funnels",
    "list_on_board",
    "list_on_board_after",
    "list_own",
    "list_own_after",
    "list_own_for",
    "list_packed",
    "list_readable_submissions",
    "list_submissions",
    "list_submitted",
    "list_to_answer",
    "list_unanswered",
    "questions_of",
    "stored_of",
]
