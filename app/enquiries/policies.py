"""Who may ask, answer and follow."""

from typing import Any

from app.challenges.policies import can_view_challenge, is_owner
from app.challenges.rules.phases import is_published
from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import can_manage_event


@permits(Permission.CHALLENGE_ASK)
def can_ask(actor: Actor, challenge: Any) -> bool:
    """A member of an organisation other than the one that posts the challenge."""
    others = actor.organisation_ids - {challenge.owner_organisation_id}
    return bool(others) and is_published(challenge) and can_view_challenge(actor, challenge)


@permits(Permission.CHALLENGE_FOLLOW)
def can_follow(actor: Actor, challenge: Any) -> bool:
    """Anybody who has signed in, once it is published."""
    return actor.is_signed_in and is_published(challenge) and can_view_challenge(actor, challenge)


@permits(Permission.ENQUIRY_VIEW)
def can_view_enquiries(actor: Actor, challenge: Any) -> bool:
    """The owner's people and the event's organisers read what is not published yet."""
    return is_owner(actor, challenge) or can_manage_event(actor, challenge.event)


@permits(Permission.ENQUIRY_WITHDRAW)
def can_withdraw_enquiry(actor: Actor, enquiry: Any) -> bool:
    """Whoever asked."""
    return actor.is_signed_in and enquiry.asked_by_id == actor.person_id


@permits(Permission.ENQUIRY_ANSWER)
def can_answer(actor: Actor, challenge: Any) -> bool:
    """The owner's people and the event's organisers."""
    return can_view_enquiries(actor, challenge)
