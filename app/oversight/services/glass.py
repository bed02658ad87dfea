"""Break-glass: taking a view of an event in an emergency, noting its use, ending it."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import get_event
from app.oversight import facts, queries
from app.oversight.models import BrokenGlass


def break_glass(actor: Actor, *, event: str, reason: str, hours: int) -> BrokenGlass:
    """Take a lead's view of an event, known by its address, for some hours; its leads are told."""
    found = _known(actor, event)
    now = clock.now()
    glass = BrokenGlass(
        event_id=found.id,
        opened_by_id=actor.person_id,
        reason=reason,
        opened_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    db.session.add(glass)
    db.session.flush()
    record(
        facts.GlassBroken(
            actor_id=actor.person_id, event_id=found.id, glass_id=glass.id, hours=hours
        )
    )
    return glass


def _known(actor: Actor, slug: str) -> Event:
    authorize(actor, Permission.GLASS_BREAK)
    try:
        return get_event(slug)
    except NotFound:
        raise Invalid("event_unknown", field="event") from None


def note_look(actor: Actor, glass: BrokenGlass, page: str, things: Iterable[int]) -> None:
    """Note what is about to be shown by a view: the page, and the numbers in its address."""
    record(
        facts.EventLookedInto(
            actor_id=actor.person_id,
            event_id=glass.event_id,
            glass_id=glass.id,
            page=page,
            thing_ids=tuple(things),
        )
    )


def end_glass(actor: Actor, glass_id: int) -> BrokenGlass:
    """End a view before its time: whoever took it may, and every lead of the event."""
    glass = queries.get_glass(glass_id)
    authorize(actor, Permission.GLASS_END, glass)
    now = clock.now()
    ending = (
        update(BrokenGlass)
        .where(BrokenGlass.id == glass_id)
        .where(BrokenGlass.ended_at.is_(None), BrokenGlass.ends_at > now)
        .values(ended_at=now, ended_by_id=actor.person_id)
        .returning(BrokenGlass.id)
    )
    if db.session.scalar(ending) is None:
        raise Conflict("glass_over")
    record(facts.GlassMended(actor_id=actor.person_id, event_id=glass.event_id, glass_id=glass.id))
    return glass
