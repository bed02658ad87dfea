"""What is the actor's own to change: their account, and the organisations that they own."""

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.permissions import Permission
from app.identity import queries
from app.identity.models import Organisation, Person


def own_account(actor: Actor) -> Person:
    """Return the actor's account, which they may change."""
    person = queries.get_person(actor.person_id)
    authorize(actor, Permission.PERSON_EDIT, person)
    return person


def hold_account(actor: Actor) -> Person:
    """Return the actor's account; whoever changes the same one's ways in waits for us."""
    person = own_account(actor)
    db.session.refresh(person, with_for_update=True)
    return person


def owned(actor: Actor, organisation_id: int) -> Organisation:
    """Return an organisation that the actor may change."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    return organisation
