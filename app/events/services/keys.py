"""The keys that sign the codes on badges: the first with the event, a new one when it has to be."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.events.facts import BadgeKeyMade, BadgeKeysRetired
from app.events.models import BadgeKey, Event
from app.events.queries import list_badge_keys
from app.events.rules import MOST_BADGE_KEYS, KeyReason, typing_key


def new_key(event_id: int, number: int = 0, **about: Any) -> BadgeKey:
    """Return a fresh key of an event."""
    pair = Ed25519PrivateKey.generate()
    secret = pair.private_bytes_raw()
    return BadgeKey(
        event_id=event_id,
        number=number,
        secret=secret,
        public_key=pair.public_key().public_bytes_raw(),
        typing_key=typing_key(secret),
        **about,
    )


def change_badge_key(
    actor: Actor, event: Event, *, reason: KeyReason, keeps_old: bool = True
) -> BadgeKey:
    """Sign new codes with a fresh key; those of the older keys count on, or no longer."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    earlier = list_badge_keys(event.id)
    number = 1 + earlier[0].number
    if number == MOST_BADGE_KEYS:
        raise Conflict("too_many_keys", most=MOST_BADGE_KEYS)
    made = new_key(event.id, number, reason=reason)
    db.session.add(made)
    db.session.flush()
    about = {"actor_id": actor.person_id, "event_id": event.id}
    record(BadgeKeyMade(number=number, reason=reason.value, **about))
    if not keeps_old:
        _retire(actor, event, BadgeKey.number < number)
    return made


def retire_badge_key(actor: Actor, event: Event, number: int) -> None:
    """Let the codes of an older key count no longer; Conflict for the key that signs."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    other = aliased(BadgeKey)
    latest = select(func.max(other.number)).where(other.event_id == event.id).scalar_subquery()
    if not _retire(actor, event, BadgeKey.number == number, BadgeKey.number < latest):
        raise Conflict("key_signs_or_retired")


def _retire(actor: Actor, event: Event, *which: ColumnElement[bool]) -> bool:
    """Retire those keys that count still, and say so once; return whether there were any."""
    change = (
        update(BadgeKey)
        .where(BadgeKey.event_id == event.id, BadgeKey.retired_at.is_(None), *which)
        .values(retired_at=clock.now())
        .returning(BadgeKey.number)
    )
    numbers = tuple(sorted(db.session.scalars(change)))
    if numbers:
        record(BadgeKeysRetired(actor_id=actor.person_id, event_id=event.id, numbers=numbers))
    return bool(numbers)
