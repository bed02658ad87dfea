"""Who keeps the documents of a challenge, who opens them, who lets organisations in."""

from dataclasses import dataclass
from typing import Any

from app.challenges.policies import can_view_challenge, is_owner
from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.documents.rules import Circle, may_open
from app.events.policies import may


@dataclass(frozen=True)
class Shown:
    """A document of a challenge before somebody of a circle."""

    challenge: Any
    tier: str
    circle: Circle

    @property
    def event_id(self) -> Any:
        """The event whose tokens reach it."""
        return self.challenge.event_id


@permits(Permission.DOCUMENT_VIEW)
def can_open(actor: Actor, shown: Shown) -> bool:
    """Whoever sees the challenge and is close enough to it."""
    return can_view_challenge(actor, shown.challenge) and may_open(shown.tier, shown.circle)


@permits(Permission.SHELF_VIEW)
def can_see_shelf(actor: Actor, challenge: Any) -> bool:
    """Whoever sees the challenge; of the documents, those that are open to them."""
    return can_view_challenge(actor, challenge)


@permits(Permission.SHELF_EDIT)
def can_keep_shelf(actor: Actor, challenge: Any) -> bool:
    """The owner's people, and nobody for them."""
    return is_owner(actor, challenge)


@permits(Permission.SHELF_ASK)
def can_ask(actor: Actor, challenge: Any) -> bool:
    """A member of another organisation than the owner's."""
    others = actor.organisation_ids - {challenge.owner_organisation_id}
    return actor.is_signed_in and bool(others) and can_view_challenge(actor, challenge)


@permits(Permission.ACCESS_VIEW)
def can_see_accesses(actor: Actor, challenge: Any) -> bool:
    """The owner's people and the event's lead."""
    return is_owner(actor, challenge) or may(actor, Permission.ACCESS_VIEW, challenge.event)


@permits(Permission.ACCESS_EDIT)
def can_answer(actor: Actor, challenge: Any) -> bool:
    """The owner's people and the event's lead."""
    return is_owner(actor, challenge) or may(actor, Permission.ACCESS_EDIT, challenge.event)
