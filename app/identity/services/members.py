"""Who belongs to an organisation: people are invited, join by accepting, and can leave again."""

from sqlalchemy import select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import facts, queries
from app.identity.models import Invitation, Membership, Organisation
from app.identity.rules import Purpose
from app.identity.services.invitations import accepts, send_invitation, withdraw_all

MEMBER = "member"


def join(actor: Actor, organisation_id: int, person_id: int, role: str) -> Membership:
    """Make a person a member; who calls it knows that the person wants to."""
    membership = Membership(organisation_id=organisation_id, person_id=person_id, role=role)
    db.session.add(membership)
    fact = facts.MemberAdded(
        actor_id=actor.person_id, organisation_id=organisation_id, person_id=person_id
    )
    record(fact)
    return membership


def invite_member(actor: Actor, organisation_id: int, *, email: str) -> Invitation:
    """Ask an address into the actor's organisation, whether or not it has an account."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    if queries.has_member_at(organisation_id, email):
        raise Conflict("already_member", field="email")
    return send_invitation(
        actor, Purpose.MEMBERSHIP, email=email, organisation_id=organisation_id, role=MEMBER
    )


@accepts(Purpose.MEMBERSHIP)
def _become_member(actor: Actor, invitation: Invitation) -> None:
    if invitation.organisation_id is None or actor.person_id is None:
        raise NotFound
    role = invitation.role or MEMBER
    join(actor, invitation.organisation_id, actor.person_id, role)


def remove_member(actor: Actor, organisation_id: int, person_id: int) -> None:
    """Take a colleague, or oneself, out of an organisation; the last member stays."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    # Two who leave at once look one after the other, so that one of them sees who is the last.
    locked = select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    db.session.execute(locked)
    membership = queries.find_membership(organisation_id, person_id)
    if membership is None:
        raise NotFound
    if len(queries.list_members(organisation)) == 1:
        raise Conflict("last_member")
    db.session.delete(membership)
    withdraw_all(
        actor,
        Invitation.organisation_id == organisation_id,
        Invitation.purpose == Purpose.MEMBERSHIP,
        Invitation.invited_by_id == person_id,
    )
    fact = facts.MemberRemoved(
        actor_id=actor.person_id, organisation_id=organisation_id, person_id=person_id
    )
    record(fact)
