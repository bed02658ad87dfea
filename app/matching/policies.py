"""Who sees what is suggested, and who invites."""

from typing import Any

from app.challenges.policies import can_edit_challenge
from app.challenges.rules.phases import is_published
from app.core.authz import Actor, permits
from app.core.permissions import Permission


@permits(Permission.SUGGESTION_VIEW)
def can_view_suggestions(actor: Actor, organisation: Any) -> bool:
    """Whether the actor belongs to the organisation that they are made for."""
    return organisation.id in actor.organisation_ids


@permits(Permission.CANDIDATE_VIEW)
def can_view_candidates(actor: Actor, challenge: Any) -> bool:
    """The owner's people and the event's organisers, once the challenge is published."""
    return is_published(challenge) and can_edit_challenge(actor, challenge)


@permits(Permission.CANDIDATE_INVITE)
def can_invite_candidates(actor: Actor, challenge: Any) -> bool:
    """Whoever sees them."""
    return can_view_candidates(actor, challenge)
