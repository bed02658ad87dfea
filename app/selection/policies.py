"""Who may look at drafts from afar, remind those who write them, and arrange the screening."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import may


@permits(Permission.DRAFT_VIEW)
def can_view_drafts(actor: Actor, event: Any) -> bool:
    """Those who run the event, within their fence; nobody reads what a draft says."""
    return may(actor, Permission.DRAFT_VIEW, event)


@permits(Permission.DRAFT_REMIND)
def can_remind_drafts(actor: Actor, event: Any) -> bool:
    """The same."""
    return may(actor, Permission.DRAFT_REMIND, event)


@permits(Permission.SCREENING_VIEW)
def can_view_screening(actor: Actor, event: Any) -> bool:
    """Who screens: the lead."""
    return may(actor, Permission.SCREENING_VIEW, event)


@permits(Permission.SCREENING_EDIT)
def can_arrange_screening(actor: Actor, event: Any) -> bool:
    """The same."""
    return may(actor, Permission.SCREENING_EDIT, event)
