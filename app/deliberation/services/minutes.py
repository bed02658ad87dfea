"""Minutes: written as a version, signed by digest; a changed version asks everybody again."""

from app.challenges.services.moving import lock_challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.deliberation.facts import MinutesSigned, MinutesWritten
from app.deliberation.models import Minutes, MinutesSignature
from app.deliberation.queries.minutes import compose, get_minutes, list_minutes
from app.deliberation.queries.rooms import get_place
from app.proposals.queries import refuse_tied
from challenges.canonical import digest


def write_minutes(actor: Actor, room_id: int) -> Minutes:
    """Write the minutes of a closed room as they stand; the same text makes no new version."""
    place = get_place(actor, room_id)
    authorize(actor, Permission.ROOM_RUN, place)
    refuse_tied(actor, [place.room.challenge_id])
    if place.room.closed_at is None:
        left = sum(one.ended_at is None for one in place.room.items)
        raise Conflict("items_left", number=left)
    lock_challenge(place.room.challenge_id)
    content = compose(place.room)
    sha256, earlier = digest(content), list_minutes(place.room)
    if earlier and earlier[0].sha256 == sha256:
        return earlier[0]
    minutes = Minutes(
        id=new_id(),
        room_id=place.room.id,
        version=earlier[0].version + 1 if earlier else 1,
        content=content,
        sha256=sha256,
        written_by_id=actor.person_id,
    )
    db.session.add(minutes)
    db.session.flush()
    _note(actor, MinutesWritten, minutes, place.event_id)
    return minutes


def sign_minutes(actor: Actor, room_id: int, sha256: str) -> MinutesSignature:
    """Confirm the digest of the minutes that stand, as one of the panel."""
    place = get_place(actor, room_id)
    authorize(actor, Permission.ROOM_JOIN, place)
    lock_challenge(place.room.challenge_id, shared=True)
    minutes = get_minutes(place.room)
    if minutes.sha256 != sha256.strip().lower():
        raise Conflict("minutes_changed")
    signature = MinutesSignature(
        id=new_id(),
        minutes_id=minutes.id,
        person_id=actor.person_id or 0,
        name=actor.name,
        sha256=minutes.sha256,
    )
    db.session.add(signature)
    db.session.flush()
    _note(actor, MinutesSigned, minutes, place.event_id)
    return signature


def _note(
    actor: Actor,
    kind: type[MinutesWritten] | type[MinutesSigned],
    minutes: Minutes,
    event_id: int,
) -> None:
    record(
        kind(
            actor_id=actor.person_id,
            event_id=event_id,
            room_id=minutes.room_id,
            minutes_id=minutes.id,
            version=minutes.version,
            sha256=minutes.sha256,
        )
    )
