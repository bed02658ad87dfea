"""Reads of API tokens with the events that they are limited to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core.authz import Actor
from app.core.db import db
from app.events.models import Event
from app.identity.models import ApiToken


def list_tokens(actor: Actor) -> Sequence[Any]:
    """Return what is said of the actor's tokens that are not revoked, the newest first."""
    columns = (
        ApiToken.id,
        ApiToken.name,
        ApiToken.scopes,
        ApiToken.event_id,
        ApiToken.created_at,
        ApiToken.expires_at,
        ApiToken.used_at,
        ApiToken.used_from,
        Event.name.label("event_name"),
    )
    query = (
        select(*columns)
        .outerjoin(Event, Event.id == ApiToken.event_id)
        .where(ApiToken.person_id == actor.person_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )
    return db.session.execute(query).all()
