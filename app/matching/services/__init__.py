"""Use cases of matching: working suggestions out, inviting, answering."""

from app.matching.services.inviting import answer_invitation, invite_organisation, set_wish
from app.matching.services.refreshing import keep_suggestions, refresh, request_refresh

__all__ = [
    "answer_invitation",
    "invite_organisation",
    "keep_suggestions",
    "refresh",
    "request_refresh",
    "set_wish",
]
