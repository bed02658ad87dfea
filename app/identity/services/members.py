"""Who belongs to an organisation: people are invited, join by accepting, and can leave again."""

from collections.abc import Callable

from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.identity import facts, queries
from app.identity.models import Invitation, Membership
from app.identity.rules import MemberRole, Purpose
from app.identity.services.invitations import accepts, send_invitation, withdraw_all
from app.identity.services.own import owned
from app.identity.services.roles import check_role, keep_an_owner, lock_people

CheckLeaving = Callable[[Actor, Membership], None]
_leaving: list[CheckLeaving] = []


def join(actor: Actor, organisation_id: int, person_id: int, role: MemberRole) -> Membership:
    """Make a person a member; who calls it knows that the person wants to."""
    membership = Membership(organisation_id=organisation_id, person_id=person_id, role=role)
    db.session.add(membership)
    fact = facts.MemberAdded(
        actor_id=actor.person_id, organisation_id=organisation_id, person_id=person_id
    )
    record(fact)
    return membership


def invite_member(
    actor: Actor, organisation_id: int, *, email: str, role: MemberRole = MemberRole.MEMBER
) -> Invitation:
    """Ask an address into the actor's organisation, whether or not it has an account."""
    organisation = owned(actor, organisation_id)
    check_role(organisation, role)
    is_member = queries.has_member_at(organisation_id, email)
    return send_invitation(
        actor,
        Purpose.MEMBERSHIP,
        email=email,
        refused="already_member" if is_member else None,
        organisation_id=organisation_id,
        role=str(role),
    )


@accepts(Purpose.MEMBERSHIP)
def _become_member(actor: Actor, invitation: Invitation) -> None:
    if invitation.organisation_id is None or actor.person_id is None:
        raise NotFound
    role = MemberRole(invitation.role or MemberRole.MEMBER)
    join(actor, invitation.organisation_id, actor.person_id, role)


def ask_to_join(actor: Actor, organisation_id: int) -> Invitation:
    """Ask the owners of an organisation of the directory to let the actor in."""
    organisation = queries.get_organisation(organisation_id)
    person = queries.get_person(actor.person_id)
    authorize(actor, Permission.ORGANISATION_JOIN, organisation)
    if queries.has_member_at(organisation_id, person.email):
        raise Conflict("member_yourself")
    return send_invitation(
        actor,
        Purpose.JOINING,
        email=person.email,
        organisation_id=organisation_id,
        role=str(MemberRole.MEMBER),
    )


@accepts(Purpose.JOINING)
def _let_in(actor: Actor, invitation: Invitation) -> None:
    if invitation.organisation_id is None:
        raise NotFound
    if queries.find_membership(invitation.organisation_id, invitation.invited_by_id):
        return  # another owner's invitation came first
    join(actor, invitation.organisation_id, invitation.invited_by_id, MemberRole.MEMBER)


def checks_leaving(check: CheckLeaving) -> CheckLeaving:
    """Register what a feature says against somebody's leaving, by raising why."""
    _leaving.append(check)
    return check


def remove_member(actor: Actor, organisation_id: int, person_id: int) -> None:
    """Take a colleague, or oneself, out of an organisation; the last owner stays."""
    organisation = queries.get_organisation(organisation_id)
    lock_people(organisation_id)
    membership = queries.find_membership(organisation_id, person_id)
    if membership is None:
        authorize(actor, Permission.ORGANISATION_EDIT, organisation)
        raise NotFound
    if not can(actor, Permission.MEMBERSHIP_END, membership):
        authorize(actor, Permission.ORGANISATION_EDIT, organisation)
    if len(queries.list_members(organisation)) == 1:
        raise Conflict("last_member")
    keep_an_owner(membership)
    for check in _leaving:
        check(actor, membership)
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
