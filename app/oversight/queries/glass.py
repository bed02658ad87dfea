"""Reads of the operator's views of events in an emergency."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.oversight.models import BrokenGlass
from app.oversight.rules import SHOWN_FOR


def get_glass(glass_id: int) -> BrokenGlass:
    """Return a view with its event."""
    found = db.session.get(BrokenGlass, glass_id, options=[joinedload(BrokenGlass.event)])
    if found is None:
        raise NotFound
    return found


def find_open_glass(actor: Actor, slug: str) -> BrokenGlass | None:
    """Return the actor's view of an event that is open now."""
    query = (
        select(BrokenGlass)
        .join(BrokenGlass.event)
        .where(
            Event.slug == slug,
            BrokenGlass.opened_by_id == actor.person_id,
            BrokenGlass.ends_at > clock.now(),
            BrokenGlass.ended_at.is_(None),
        )
        .order_by(BrokenGlass.ends_at.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def list_shown_glasses(event: Event) -> Sequence[BrokenGlass]:
    """Return the views of an event that its leads are still shown, the latest first."""
    query = (
        select(BrokenGlass)
        .options(joinedload(BrokenGlass.opened_by))
        .where(BrokenGlass.event_id == event.id)
        .where(BrokenGlass.opened_at > clock.now() - SHOWN_FOR)
        .order_by(BrokenGlass.opened_at.desc(), BrokenGlass.id)
    )
    return db.session.scalars(query).all()


def list_glasses(limit: int = 50) -> Sequence[BrokenGlass]:
    """Return the latest views of all events, the latest first."""
    query = select(BrokenGlass).options(
        joinedload(BrokenGlass.opened_by), joinedload(BrokenGlass.event)
    )
    ordered = query.order_by(BrokenGlass.opened_at.desc(), BrokenGlass.id)
    return db.session.scalars(ordered.limit(limit)).all()
