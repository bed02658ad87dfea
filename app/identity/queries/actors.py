"""Who acts: people by their session, programs by their token."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select

from app.core import clock, tokens
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import (
    ApiToken,
    Membership,
    Person,
)
from app.identity.rules import ACTING, MemberRole

Place = tuple[Person, int | None, MemberRole | None]


def _actor_query() -> Select[Person, int | None, MemberRole | None]:
    return select(Person, Membership.organisation_id, Membership.role).outerjoin(
        Membership, Membership.person_id == Person.id
    )


def find_actor(person_id: int, epoch: int) -> Actor | None:
    """Return a person as an actor, None if there is none or the session was ended since."""
    query = _actor_query().where(Person.id == person_id, Person.session_epoch == epoch)
    rows = db.session.execute(query).all()
    return _actor([(row[0], row[1], row[2]) for row in rows]) if rows else None


def find_bearer(secret: str) -> tuple[Actor, datetime | None] | None:
    """Return the person behind an API token, within its limits, and when it was used last.

    None if the token is not valid.
    """
    query = (
        _actor_query()
        .add_columns(ApiToken)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(ApiToken.secret_hash == tokens.hash_secret(secret), ApiToken.revoked_at.is_(None))
    )
    rows = db.session.execute(query).all()
    if not rows or _is_over(rows[0].ApiToken.expires_at):
        return None
    token = rows[0].ApiToken
    limited = replace(
        _actor([(row[0], row[1], row[2]) for row in rows]),
        scopes=frozenset(token.scopes),
        token_id=token.id,
        event_limit=token.event_id,
    )
    return limited, token.used_at


def actor_for(person: Person) -> Actor:
    """Return a person as an actor, outside of any request."""
    found = find_actor(person.id, person.session_epoch)
    if found is None:
        raise NotFound
    return found


def _actor(rows: Sequence[Place]) -> Actor:
    person = rows[0][0]
    return Actor(
        person_id=person.id,
        email=person.email,
        name=person.name,
        organisation_ids=_places(rows, ACTING),
        administered_ids=_places(rows, {MemberRole.OWNER}),
        observed_ids=_places(rows, {MemberRole.OBSERVER}),
        is_operator=person.is_operator,
    )


def _places(rows: Sequence[Place], roles: Collection[MemberRole]) -> frozenset[int]:
    return frozenset(place for _, place, role in rows if place is not None and role in roles)


def _is_over(expires_at: datetime | None) -> bool:
    return expires_at is not None and expires_at <= clock.now()
