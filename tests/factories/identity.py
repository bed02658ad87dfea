"""People, organisations and tokens for tests."""

from datetime import timedelta
from functools import partial
from typing import Any

from app.core import clock, tokens
from app.core.authz import Actor
from app.identity.models import (
    ApiToken,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    WebSession,
)
from app.identity.rules import MemberRole
from tests.factories import numbers, saved


def make_person(**values: Any) -> Person:
    """Make a person with an account whose address is proved."""
    email = values.pop("email", None) or f"person{next(numbers)}@example.org"
    defaults = {"email": email, "email_key": email.casefold(), "email_confirmed_at": clock.now()}
    names = {"given_name": "Eglė", "family_name": "Žukauskaitė"}
    return saved(lambda: Person(**(defaults | names | values)))


def make_organisation(**values: Any) -> Organisation:
    """Make an organisation, an SME unless told otherwise."""
    name = values.pop("name", None) or f"Organisation {next(numbers)}"
    defaults = {"name": name, "kind": OrganisationKind.SME, "country": "DE"}
    return saved(lambda: Organisation(**(defaults | {"search_key": name.casefold()} | values)))


def make_member(organisation: Organisation, person: Person | None = None, **values: Any) -> Person:
    """Make a person a member of an organisation, its owner unless told otherwise."""
    role = values.pop("role", MemberRole.OWNER)
    member = person or make_person(**values)
    saved(lambda: Membership(person_id=member.id, organisation_id=organisation.id, role=role))
    return member


def make_api_token(person: Person, *scopes: str, **values: Any) -> str:
    """Make an API token and return its secret."""
    secret = tokens.new_secret("ind_")
    chosen = list(scopes or ("read", "write"))
    hashed = tokens.hash_secret(secret)
    whole = {"person_id": person.id, "name": "test", "secret_hash": hashed, "scopes": chosen}
    saved(lambda: ApiToken(**(whole | values)))
    return secret


def make_session_secret(person: Person, **values: Any) -> str:
    """Sign a person in on a browser of their own and return the secret in its cookie."""
    secret = tokens.new_secret("inw_")
    defaults = {"way": "password", "device": "Firefox, Linux", "network": "127.0.0.0/24"}
    ends = {"expires_at": clock.now() + timedelta(days=30)}
    hashed = tokens.hash_secret(secret)
    make = partial(WebSession, person_id=person.id, secret_hash=hashed)
    saved(lambda: make(**(defaults | ends | values)))
    return secret


def actor_of(person: Person, *organisations: Organisation, **values: Any) -> Actor:
    """Return a person as an actor, owner of the organisations given unless told otherwise."""
    ids = frozenset(organisation.id for organisation in organisations)
    places = {"organisation_ids": ids, "administered_ids": ids} | values
    places.setdefault("has_proved_email", person.email_confirmed_at is not None)
    return Actor(person_id=person.id, email=person.email, name=person.name, **places)
