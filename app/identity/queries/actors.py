"""Who acts: people by their session, programs by their token."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

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


def actor_query() -> Select[Person, int | None, MemberRole | None]:
    """Return the start of every question of who acts: people with their memberships.

    Whose account was closed does not act, whatever they hold.
    """
    people = select(Person, Membership.organisation_id, Membership.role)
    memberships = people.outerjoin(Membership, Membership.person_id == Person.id)
    return memberships.where(Person.disabled_at.is_(None))


def find_bearer(secret: str) -> tuple[Actor, datetime | None] | None:
    """Return the person behind an API token, within its limits, and when it was used last.

    None if the token is not valid.
    """
    query = (
        actor_query()
        .add_columns(ApiToken)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(ApiToken.secret_hash == tokens.hash_secret(secret), ApiToken.revoked_at.is_(None))
    )
    rows = db.session.execute(query).all()
    if not rows or _is_over(rows[0].ApiToken.expires_at):
        return None
    token = rows[0].ApiToken
    limits = {"scopes": frozenset(token.scopes), "event_limit": token.event_id}
    return actor_from(rows, token_id=token.id, **limits), token.used_at


def actor_for(person: Person) -> Actor:
    """Return a person as an actor, outside of any request."""
    rows = db.session.execute(actor_query().where(Person.id == person.id)).all()
    if not rows:
        raise NotFound
    return actor_from(rows)


def actor_from(rows: Sequence[Any], **how: Any) -> Actor:
    """Return who acts; `how` they got in: by a session, by a token and its scopes."""
    person: Person = rows[0][0]
    return Actor(
        person_id=person.id,
        email=person.email,
        name=person.name,
        organisation_ids=_places(rows, ACTING),
        administered_ids=_places(rows, {MemberRole.OWNER}),
        observed_ids=_places(rows, {MemberRole.OBSERVER}),
        is_operator=person.is_operator,
        has_proved_email=person.email_confirmed_at is not None,
        **how,
    )


def _places(rows: Sequence[Any], roles: Collection[MemberRole]) -> frozenset[int]:
    return frozenset(row[1] for row in rows if row[1] is not None and row[2] in roles)


def _is_over(expires_at: datetime | None) -> bool:
    return expires_at is not None and expires_at <= clock.now()
