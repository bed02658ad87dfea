"""Reads of API tokens."""

from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import (
    ApiToken,
    Person,
)


def list_tokens(person: Person) -> list[ApiToken]:
    """Return the API tokens of a person that are not revoked, the newest first."""
    query = (
        select(ApiToken)
        .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )
    return list(db.session.scalars(query))


def get_token(token_id: int) -> ApiToken:
    """Return an API token."""
    token = db.session.get(ApiToken, token_id)
    if token is None:
        raise NotFound
    return token
