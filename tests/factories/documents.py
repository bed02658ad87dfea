"""Documents of challenges for tests."""

from typing import Any

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.content import CheckedFile
from app.core.db import db
from app.core.files import place
from app.core.uow import unit_of_work
from app.documents import services
from app.documents.models import Access, Agreement, Document
from app.documents.rules import AccessState, Tier
from app.identity.models import Membership, Organisation, Person
from tests.factories import saved
from tests.factories.identity import actor_of

TEXT = "You tell nobody."


def member(person: Person) -> Actor:
    """Return a person as an actor who speaks for all their organisations."""
    places = db.session.query(Organisation).join(
        Membership, Membership.organisation_id == Organisation.id
    )
    return actor_of(person, *places.filter(Membership.person_id == person.id))


def owner_of(challenge: Challenge) -> Person:
    """Return the person who wrote a challenge for its owner."""
    return db.session.get_one(Person, challenge.created_by_id)


def make_agreement(challenge: Challenge, version: int = 1, text: str = TEXT) -> Agreement:
    """Make a version of a challenge's agreement."""
    return saved(lambda: Agreement(challenge_id=challenge.id, version=version, text=text))


def make_text(challenge: Challenge, tier: str = Tier.AGREEMENT, **values: Any) -> Document:
    """Put a text to a challenge, whatever its owner did before."""
    defaults = {"title": f"For {tier}", "text": f"The secret of {tier}"}
    return saved(lambda: Document(challenge_id=challenge.id, tier=tier, **(defaults | values)))


def make_file(
    challenge: Challenge, data: bytes, name: str, kind: str, tier: Tier = Tier.AGREEMENT
) -> Document:
    """Put a file to a challenge, as its owner."""
    file = place(CheckedFile(data, name, kind))
    with unit_of_work():
        actor = member(owner_of(challenge))
        return services.add_file(actor, challenge.id, file, title=None, tier=tier)


def make_access(
    challenge: Challenge, person: Person, organisation_id: int, **values: Any
) -> Access:
    """Let somebody's organisation have asked; by default it was let in."""
    ids = {"organisation_id": organisation_id, "asked_by_id": person.id}
    state = {"state": AccessState.CONFIRMED} | values
    return saved(lambda: Access(challenge_id=challenge.id, **ids, **state))


def let_in(challenge: Challenge, person: Person, organisation_id: int, version: int = 1) -> Access:
    """Let an organisation in, and its person accept the agreement."""
    access = make_access(challenge, person, organisation_id)
    with unit_of_work():
        services.accept_agreement(member(person), challenge.id, version=version)
    return access
