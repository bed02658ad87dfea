"""People, organisations and tokens for tests."""

from typing import Any

from app.core import tokens
from app.core.authz import Actor
from app.identity.models import ApiToken, Membership, Organisation, OrganisationKind, Person
from tests.factories import numbers, saved


def make_person(**values: Any) -> Person:
    """Make a person with an account."""
    email = values.pop("email", None) or f"person{next(numbers)}@example.org"
    defaults = {"email": email, "email_key": email.casefold()}
    names = {"given_name": "Eglė", "family_name": "Žukauskaitė"}
    return saved(lambda: Person(**(defaults | names | values)))


def make_organisation(**values: Any) -> Organisation:
    """Make an organisation, an SME unless told otherwise."""
    name = values.pop("name", None) or f"Organisation {next(numbers)}"
    defaults = {"name": name, "kind": OrganisationKind.SME, "country": "DE"}
    return saved(lambda: Organisation(**(defaults | {"search_key": name.casefold()} | values)))


def make_member(organisation: Organisation, person: Person | None = None, **values: Any) -> Person:
    """Make a person a member of an organisation; a new person unless one is given."""
    member = person or make_person(**values)
    saved(lambda: Membership(person_id=member.id, organisation_id=organisation.id, role="owner"))
    return member


def make_api_token(person: Person, *scopes: str) -> str:
    """Make an API token and return its secret."""
    secret = tokens.new_secret("ind_")
    chosen = list(scopes or ("read", "write"))
    hashed = tokens.hash_secret(secret)
    saved(lambda: ApiToken(person_id=person.id, name="test", secret_hash=hashed, scopes=chosen))
    return secret


def actor_of(person: Person, *organisations: Organisation, **values: Any) -> Actor:
    """Return a person as an actor, member of the organisations given."""
    ids = frozenset(organisation.id for organisation in organisations)
    return Actor(
        person_id=person.id, email=person.email, name=person.name, organisation_ids=ids, **values
    )
