"""Making and withdrawing API tokens."""

from datetime import datetime

from app.core import clock, tokens
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import facts, queries
from app.identity.models import ApiToken, Person

TOKEN_PREFIX = "ind_"  # noqa: S105 - how a token begins, not a token


def create_token(
    actor: Actor, *, name: str, scopes: list[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make an API token for the actor; its secret is returned once and never stored."""
    person = queries.get_person(actor.person_id)
    authorize(actor, Permission.PERSON_EDIT, person)
    secret = tokens.new_secret(TOKEN_PREFIX)
    token = ApiToken(
        person_id=person.id,
        name=name,
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
        secret_hash=tokens.hash_secret(secret),
    )
    db.session.add(token)
    db.session.flush()
    fact = facts.ApiTokenCreated(
        actor_id=person.id, token_id=token.id, person_id=person.id, scopes=tuple(token.scopes)
    )
    record(fact)
    return token, secret


def revoke_token(actor: Actor, token_id: int) -> None:
    """Withdraw one of the actor's own tokens; doing it twice changes nothing."""
    token = queries.get_token(token_id)
    authorize(actor, Permission.TOKEN_REVOKE, token)
    if token.revoked_at is None:
        _revoke(actor, token)


def revoke_all(actor: Actor, person: Person) -> None:
    """Withdraw every token of a person."""
    for token in queries.list_tokens(person):
        _revoke(actor, token)


def _revoke(actor: Actor, token: ApiToken) -> None:
    token.revoked_at = clock.now()
    fact = facts.ApiTokenRevoked(
        actor_id=actor.person_id, token_id=token.id, person_id=token.person_id
    )
    record(fact)
