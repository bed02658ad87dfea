"""Who runs a pitch day."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.juries.policies import can_manage_jury


@permits(Permission.PITCH_MANAGE)
def can_run_pitches(actor: Actor, event: Any) -> bool:
    """Those who run the jury."""
    return can_manage_jury(actor, event)
