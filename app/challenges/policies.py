"""Who may read, write and judge about challenges."""

from typing import Any

from app.challenges.rules.phases import is_published
from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import can_manage_event


@permits(Permission.CHALLENGE_VIEW)
def can_view_challenge(actor: Actor, challenge: Any) -> bool:
    """Everybody once it is published; before, its owner and the organisers."""
    if is_published(challenge) and challenge.event.state != "draft":
        return True
    return can_edit_challenge(actor, challenge)


@permits(Permission.CHALLENGE_CREATE)
def can_create_challenge(actor: Actor, event: Any) -> bool:
    """A member of any organisation, for an event that is published."""
    return actor.is_signed_in and bool(actor.organisation_ids) and event.state == "published"


@permits(Permission.CHALLENGE_EDIT)
def can_edit_challenge(actor: Actor, challenge: Any) -> bool:
    """The owner's people and the event's organisers."""
    return is_owner(actor, challenge) or can_manage_event(actor, challenge.event)


@permits(Permission.BRIEF_VIEW)
def can_view_brief(actor: Actor, challenge: Any) -> bool:
    """Those who edit a challenge see its brief's versions and what they said about it."""
    return can_edit_challenge(actor, challenge)


@permits(Permission.CHALLENGE_APPROVE)
def can_approve_challenge(actor: Actor, challenge: Any) -> bool:
    """The event's organisers."""
    return can_manage_event(actor, challenge.event)


def is_owner(actor: Actor, challenge: Any) -> bool:
    """Whether the actor belongs to the organisation that posts the challenge."""
    return bool(challenge.owner_organisation_id in actor.organisation_ids)
