"""Reads of browsers that are signed in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.core import clock, tokens
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import Person, WebSession
from app.identity.queries.actors import actor_from, actor_query
from app.identity.rules.sessions import LONGEST_BETWEEN_STEPS, LONGEST_REST, is_session_over


class KnownSession(NamedTuple):
    """Who a browser belongs to, and when that was noted last."""

    actor: Actor
    used_at: datetime


def find_session(secret: str) -> KnownSession | None:
    """Return whose browser has this secret, in one statement; None when its session is over."""
    query = (
        actor_query()
        .add_columns(WebSession.id, WebSession.used_at, WebSession.expires_at, WebSession.proved_at)
        .join(WebSession, WebSession.person_id == Person.id)
        .where(
            WebSession.secret_hash == tokens.hash_secret(secret),
            WebSession.ended_at.is_(None),
            WebSession.awaits_second_step.is_(False),
        )
    )
    rows = db.session.execute(query).all()
    if not rows or is_session_over(rows[0].used_at, rows[0].expires_at, clock.now()):
        return None
    first = rows[0]
    actor = actor_from(rows, session_id=first.id, proved_at=first.proved_at)
    return KnownSession(actor, first.used_at)


def find_awaiting(secret: str) -> WebSession | None:
    """Return the session that has taken the first of two steps with this browser just now."""
    query = select(WebSession).where(
        WebSession.secret_hash == tokens.hash_secret(secret),
        WebSession.ended_at.is_(None),
        WebSession.awaits_second_step.is_(True),
        WebSession.created_at > clock.now() - LONGEST_BETWEEN_STEPS,
    )
    return db.session.scalar(query)


def list_sessions(person_id: int | None) -> list[WebSession]:
    """Return the browsers that a person is signed in with, the one used last first."""
    now = clock.now()
    query = select(WebSession).where(
        WebSession.person_id == person_id,
        WebSession.ended_at.is_(None),
        WebSession.awaits_second_step.is_(False),
        WebSession.expires_at > now,
        WebSession.used_at > now - LONGEST_REST,
    )
    return list(db.session.scalars(query.order_by(WebSession.used_at.desc(), WebSession.id)))


def get_session(session_id: int) -> WebSession:
    """Return a session."""
    found = db.session.get(WebSession, session_id)
    if found is None:
        raise NotFound
    return found
