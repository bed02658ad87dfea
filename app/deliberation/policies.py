"""Who sits in a deliberation, who runs it, and who signs."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import may
from app.juries.rules.roles import JurorRole

RUNNING = frozenset({JurorRole.CHAIR, JurorRole.SECRETARY})


@permits(Permission.ROOM_VIEW)
def can_view_room(actor: Actor, place: Any) -> bool:
    """The panel of the challenge, and those who run the jury."""
    return place.seat is not None or may(actor, Permission.JURY_MANAGE, place.event)


@permits(Permission.ROOM_JOIN)
def can_join_room(_actor: Actor, place: Any) -> bool:
    """The panel of the challenge: who is in the room, says something, agrees and signs."""
    return place.seat is not None


@permits(Permission.ROOM_RUN)
def can_run_room(actor: Actor, place: Any) -> bool:
    """The chair, the secretary, and those who run the jury."""
    is_seated = place.seat is not None and place.seat.role in RUNNING
    return is_seated or may(actor, Permission.JURY_MANAGE, place.event)
