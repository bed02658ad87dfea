"""What the operator does to accounts and organisations."""

from sqlalchemy import func, select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Forbidden
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import services as accounts
from app.identity.models import Organisation, OrganisationKind, Person
from app.identity.queries import get_organisation, get_person
from app.identity.services.organisations import rename_organisation
from app.identity.services.sessions import end_all_sessions
from app.oversight import facts


def disable_person(actor: Actor, person_id: int, *, reason: str) -> Person:
    """Close an account: its sessions end, its tokens are refused, from the next request on."""
    person = _other(actor, person_id)
    if person.is_operator:
        raise Conflict("dismiss_first")
    closing = (
        update(Person)
        .where(Person.id == person.id, Person.disabled_at.is_(None))
        .values(disabled_at=clock.now(), disabled_reason=reason)
    )
    if db.session.scalar(closing.returning(Person.id)) is None:
        raise Conflict("disabled_already")
    end_all_sessions(actor, person)
    record(facts.PersonDisabled(actor_id=actor.person_id, person_id=person.id))
    return person


def enable_person(actor: Actor, person_id: int) -> Person:
    """Open a closed account again."""
    person = _other(actor, person_id)
    opening = (
        update(Person)
        .where(Person.id == person.id, Person.disabled_at.is_not(None))
        .values(disabled_at=None, disabled_reason=None)
    )
    if db.session.scalar(opening.returning(Person.id)) is None:
        raise Conflict("not_disabled")
    record(facts.PersonEnabled(actor_id=actor.person_id, person_id=person.id))
    return person


def end_sessions(actor: Actor, person_id: int) -> int:
    """Sign a person out everywhere."""
    return end_all_sessions(actor, _other(actor, person_id))


def appoint(actor: Actor, person_id: int) -> Person:
    """Trust another person with the installation."""
    person = _other(actor, person_id)
    if person.disabled_at is not None:
        raise Conflict("disabled_already")
    accounts.appoint_operator(actor, person)
    return person


def dismiss(actor: Actor, person_id: int) -> Person:
    """Take the installation from an operator, perhaps oneself; the last one stays."""
    authorize(actor, Permission.PERSON_ADMINISTER)  # as below
    # Two who leave at once look one after the other, so that one of them sees who is the last.
    locked = select(Person.id).where(Person.is_operator).order_by(Person.id).with_for_update()
    db.session.execute(locked).all()
    person = get_person(person_id)
    if not person.is_operator:
        raise Conflict("no_operator")
    if db.session.scalar(select(func.count()).where(Person.is_operator)) == 1:
        raise Conflict("last_operator")
    person.is_operator = False
    end_all_sessions(actor, person)
    record(facts.OperatorDismissed(actor_id=actor.person_id, person_id=person.id))
    return person


def _other(actor: Actor, person_id: int) -> Person:
    authorize(actor, Permission.PERSON_ADMINISTER)  # before the answer tells who there is
    person = get_person(person_id)
    if person.id == actor.person_id:
        raise Forbidden("not_oneself")
    return person


def administer_organisation(
    actor: Actor, organisation_id: int, *, name: str, kind: OrganisationKind
) -> Organisation:
    """Change what an organisation is called and what it is, a cluster too."""
    organisation = get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_ADMINISTER, organisation)
    return rename_organisation(actor, organisation, name=name, kind=kind)
