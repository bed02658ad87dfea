"""Who may scan, let people in by hand, and set the doors up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.checkin.rules import EntryRule
from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import may


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where a scanner stands: its event, its gate, the rule there, and the keys of the badges."""

    device_id: int  # 0 where no scanner stands
    device_name: str
    event_id: int
    event_name: str
    timezone: str
    gate_id: int
    gate_name: str
    checkpoint_id: int
    checkpoint_name: str
    is_exclusive: bool
    is_supervisor: bool
    rule: EntryRule
    paired_at: datetime
    seen_at: datetime | None
    waiting: int
    expires_at: datetime
    public_keys: Mapping[int, Ed25519PublicKey] = field(repr=False, compare=False)
    typing_keys: Collection[bytes] = field(repr=False, compare=False)
    # Who types in what was ticked on paper, where no scanner stands.
    typed_by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Scanner(Actor):
    """A paired scanner as an actor: it acts at its own door and nowhere else."""

    door: Door


@permits(Permission.CHECKIN_SCAN)
def can_scan(actor: Actor, door: Door) -> bool:
    """Only the scanner that stands at a door."""
    return isinstance(actor, Scanner) and actor.door == door


@permits(Permission.CHECKIN_ADMIT)
def can_admit(actor: Actor, event: Any) -> bool:
    """The lead and the people at the desk: whoever stands at the door sees everybody."""
    return may(actor, Permission.CHECKIN_ADMIT, event)


@permits(Permission.ARRIVAL_VIEW)
def can_view_arrivals(actor: Actor, event: Any) -> bool:
    """The organisers and the desk; a co-organiser sees its own people come."""
    return may(actor, Permission.ARRIVAL_VIEW, event)


@permits(Permission.CHECKIN_MANAGE)
def can_manage_checkin(actor: Actor, event: Any) -> bool:
    """The lead."""
    return may(actor, Permission.CHECKIN_MANAGE, event)
