"""Making and withdrawing API tokens, and noting that one was used."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import or_, update

from app.core import clock, jobs, tokens
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.facts import record
from app.core.networks import coarse_network
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.identity import facts, queries
from app.identity.models import ApiToken, Person
from app.identity.rules import USUAL_DAYS, Scope, hour_of, is_stronger, most_days, told_at
from app.identity.services.own import own_account

TOKEN_PREFIX = "ind_"  # noqa: S105 - how a token begins, not a token
TELL = "tell_api_token_ends"


def create_token(
    actor: Actor,
    *,
    name: str,
    scopes: list[str],
    days: int = USUAL_DAYS,
    event_id: int | None = None,
) -> tuple[ApiToken, str]:
    """Make an API token for the actor; its secret is returned once and never stored.

    A token can make one, but none that may more than itself or ends later.
    """
    person = own_account(actor)
    _check_scopes(actor, scopes, days)
    now, secret = clock.now(), tokens.new_secret(TOKEN_PREFIX)
    token = ApiToken(
        person_id=person.id,
        name=name,
        scopes=sorted(set(scopes)),
        event_id=event_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
        secret_hash=tokens.hash_secret(secret),
    )
    _refuse_stronger(actor, token)
    db.session.add(token)
    db.session.flush()
    if (tell_at := told_at(token.expires_at, now)) is not None:
        jobs.enqueue(TELL, delay=tell_at - now, token_id=token.id)
    record(
        facts.ApiTokenCreated(
            actor_id=person.id,
            event_id=event_id,
            token_id=token.id,
            person_id=person.id,
            scopes=tuple(token.scopes),
        )
    )
    return token, secret


def _check_scopes(actor: Actor, scopes: Iterable[str], days: int) -> None:
    """Refuse what is not the actor's to give away, or not for so long."""
    if Scope.OPERATE in scopes and not actor.operates:
        raise Invalid("scope_not_yours", field="scopes")
    if days > most_days(scopes):
        raise Invalid("operates_too_long", field="days", most=most_days(scopes))


def _refuse_stronger(actor: Actor, made: ApiToken) -> None:
    if actor.token_id is not None and is_stronger(made, queries.get_token(actor.token_id)):
        raise Forbidden("token_stronger")


def note_token_use(token_id: int | None, address: str) -> None:
    """Note in which hour an API token was used last, and from which network."""
    hour = hour_of(clock.now())
    is_older = or_(ApiToken.used_at.is_(None), ApiToken.used_at < hour)
    values = {"used_at": hour, "used_from": coarse_network(address)}
    db.session.execute(
        update(ApiToken).where(ApiToken.id == token_id, is_older).values(values),
    )


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


@jobs.task(TELL)
def tell_token_ends(token_id: int) -> None:
    """Say that a token ends soon, unless it was withdrawn meanwhile."""
    with unit_of_work():
        token = db.session.get(ApiToken, token_id)
        if token is not None and token.revoked_at is None:
            record(facts.ApiTokenEnding(token_id=token.id, person_id=token.person_id))
