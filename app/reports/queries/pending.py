"""Events whose figures nobody has frozen yet."""

from collections.abc import Collection

from sqlalchemy import select

from app.core.db import db
from app.reports.models import Snapshot


def frozen_among(event_ids: Collection[int]) -> set[int]:
    """Return those of some events that have a snapshot."""
    if not event_ids:
        return set()
    query = select(Snapshot.event_id).where(Snapshot.event_id.in_(event_ids)).distinct()
    return set(db.session.scalars(query))
