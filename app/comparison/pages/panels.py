"""What comparing brings to the pages of others: the way to what came in, and the owner's mark."""

from typing import Any

from app.comparison import queries
from app.comparison.policies import can_compare
from app.core.authz import Actor
from app.web.panels import panel


@panel("challenge.action", 20, "comparison/_action.html")
def received(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Lead the owner to what came in."""
    return {"challenge": challenge} if can_compare(actor, challenge) else None


@panel("proposal.view", 20, "comparison/_opinion.html")
def opinion(proposal: Any, actor: Actor) -> dict[str, Any] | None:
    """Show the owner's people their mark and their notes."""
    if not can_compare(actor, proposal.challenge):
        return None
    mark = queries.find_mark(proposal)
    return {
        "proposal": proposal,
        "mark": mark.mark if mark else None,
        "notes": queries.list_notes(proposal),
    }
