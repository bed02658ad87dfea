"""Who words the letters of a challenge, and who reads and answers replies to them."""

from typing import Any

from app.core.authz import Actor, can, permits
from app.core.permissions import Permission
from app.events.policies import may
from app.proposals.policies import is_author, is_inside


@permits(Permission.FEEDBACK_EDIT)
def can_edit_feedback(actor: Actor, proposal: Any) -> bool:
    """Those who decide on the challenge."""
    return can(actor, Permission.JURY_DECIDE, proposal.challenge)


@permits(Permission.FEEDBACK_VIEW)
def can_view_feedback(actor: Actor, proposal: Any) -> bool:
    """The authors once everybody was told; before and after that those who decide."""
    if is_inside(actor, proposal):
        return proposal.outcome_told_at is not None
    return may(actor, Permission.JURY_DECIDE, proposal.challenge.event)


@permits(Permission.FEEDBACK_REPLY)
def can_reply(actor: Actor, proposal: Any) -> bool:
    """The organisation that proposed, once it was told; until when is the service's question."""
    return is_author(actor, proposal) and proposal.outcome_told_at is not None


@permits(Permission.REPLY_VIEW)
def can_view_reply(actor: Actor, reply: Any) -> bool:
    """Whom it was given to, and those who decide on the challenge."""
    if actor.person_id is not None and reply.reader_id == actor.person_id:
        return True
    return may(actor, Permission.JURY_DECIDE, reply.challenge.event)


@permits(Permission.REPLY_ANSWER)
def can_answer_reply(actor: Actor, reply: Any) -> bool:
    """Whom it was given to, and nobody else."""
    return actor.person_id is not None and reply.reader_id == actor.person_id


@permits(Permission.REPLY_ROUTE)
def can_route_reply(actor: Actor, reply: Any) -> bool:
    """Those who decide on the challenge."""
    return can(actor, Permission.JURY_DECIDE, reply.challenge)
