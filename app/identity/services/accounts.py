"""What people do with their account, their organisation and their tokens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core import clock, tokens
from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import email_key, search_key
from app.identity import facts, queries
from app.identity.models import ApiToken, Organisation, OrganisationKind, Person
from app.identity.services.members import join

TOKEN_PREFIX = "ind_"  # noqa: S105 - how a token begins, not a token


def register_person(
    actor: Actor,
    *,
    email: str,
    given_name: str,
    family_name: str,
    password_hash: str | None,
    organisation: Mapping[str, Any] | None = None,
    **more: Any,
) -> Person:
    """Make an account, and enter the organisation that comes with it; `more`: language and such.

    Anybody may; a known address is refused by its unique key.
    """
    person = Person(
        email=email,
        email_key=email_key(email),
        given_name=given_name,
        family_name=family_name,
        password_hash=password_hash,
        **more,
    )
    db.session.add(person)
    db.session.flush()
    record(facts.PersonRegistered(actor_id=actor.person_id or person.id, person_id=person.id))
    if organisation:
        trusted = actor.is_system or actor.is_operator
        register_organisation(actor if trusted else _as_actor(person), person, **organisation)
    return person


def _as_actor(person: Person) -> Actor:
    return Actor(person_id=person.id, email=person.email, name=person.name)


def register_organisation(
    actor: Actor, owner: Person, *, name: str, kind: OrganisationKind, country: str, **more: Any
) -> Organisation:
    """Enter an organisation with its first member; clusters only come from an operator."""
    if kind == OrganisationKind.CLUSTER and not can(actor, Permission.CLUSTER_CREATE):
        raise Forbidden("cluster_needs_operator")
    organisation = Organisation(name=name, kind=kind, country=country, **more)
    organisation.search_key = _search_key(organisation)
    db.session.add(organisation)
    db.session.flush()
    fact = facts.OrganisationRegistered(
        actor_id=actor.person_id, organisation_id=organisation.id, kind=str(kind)
    )
    record(fact)
    join(actor, organisation.id, owner.id, "owner")
    return organisation


def register_cluster(actor: Actor, *, name: str, country: str, email: str) -> Organisation:
    """Enter a cluster, spoken for by somebody who has an account."""
    owner = queries.find_person_by_email(email)
    if owner is None:
        raise Invalid("person_unknown", field="email")
    kind = OrganisationKind.CLUSTER
    return register_organisation(actor, owner, name=name, kind=kind, country=country)


def change_organisation(actor: Actor, organisation_id: int, **changes: Any) -> Organisation:
    """Change what is said of an organisation; it cannot make itself a cluster."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    kind = changes.get("kind") or organisation.kind
    if kind != organisation.kind and OrganisationKind.CLUSTER in (kind, organisation.kind):
        raise Forbidden("cluster_needs_operator")
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.search_key = _search_key(organisation)
    record(facts.OrganisationChanged(actor_id=actor.person_id, organisation_id=organisation.id))
    return organisation


def _search_key(organisation: Organisation) -> str:
    return search_key(organisation.name, organisation.latin_name)[:400]


def change_profile(actor: Actor, **changes: Any) -> Person:
    """Change the actor's own name and language."""
    person = queries.get_person(actor.person_id)
    authorize(actor, Permission.PERSON_EDIT, person)
    for name, value in changes.items():
        setattr(person, name, value)
    record(facts.PersonChanged(actor_id=actor.person_id, person_id=person.id))
    return person


def change_password(actor: Actor, password_hash: str) -> Person:
    """Replace the actor's own password; every session begun before is over, and every token."""
    person = queries.get_person(actor.person_id)
    authorize(actor, Permission.PERSON_EDIT, person)
    return set_password(actor, person, password_hash)


def set_password(actor: Actor, person: Person, password_hash: str) -> Person:
    """Replace a person's password, and end all that the old one opened."""
    authorize(actor, Permission.PERSON_EDIT, person)
    person.password_hash = password_hash
    person.session_epoch += 1
    record(facts.PasswordChanged(actor_id=actor.person_id, person_id=person.id))
    # Who knew the old password could have made tokens with it.
    for token in queries.list_tokens(person):
        _revoke(actor, token)
    return person


def appoint_operator(actor: Actor, person: Person) -> None:
    """Trust a person with the installation; only the system itself may, by command."""
    if not actor.is_system:
        raise Forbidden
    person.is_operator = True
    record(facts.OperatorAppointed(actor_id=actor.person_id, person_id=person.id))


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


def _revoke(actor: Actor, token: ApiToken) -> None:
    token.revoked_at = clock.now()
    fact = facts.ApiTokenRevoked(
        actor_id=actor.person_id, token_id=token.id, person_id=token.person_id
    )
    record(fact)
