"""What people are in an organisation; there is always an owner."""

from sqlalchemy import func, select

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.identity import facts, queries
from app.identity.models import Membership, Organisation, OrganisationKind
from app.identity.rules import MemberRole
from app.identity.services.own import owned


def change_role(
    actor: Actor, organisation_id: int, person_id: int, *, role: MemberRole
) -> Membership:
    """Give somebody another role; the last owner stays one, and only clusters have observers."""
    organisation = owned(actor, organisation_id)
    check_role(organisation, role)
    lock_people(organisation_id)
    membership = queries.find_membership(organisation_id, person_id)
    if membership is None:
        raise NotFound
    if role != MemberRole.OWNER:
        keep_an_owner(membership)
    membership.role = role
    fact = facts.MemberRoleChanged(
        actor_id=actor.person_id,
        organisation_id=organisation_id,
        person_id=person_id,
        role=str(role),
    )
    record(fact)
    return membership


def check_role(organisation: Organisation, role: MemberRole) -> None:
    """Refuse a role that makes no sense there."""
    if role == MemberRole.OBSERVER and organisation.kind != OrganisationKind.CLUSTER:
        raise Invalid("observers_of_clusters", field="role")


def lock_people(organisation_id: int) -> None:
    """Let two who change who owns an organisation look one after the other."""
    locked = select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    db.session.execute(locked)


def keep_an_owner(membership: Membership) -> None:
    """Refuse to lose the last owner; `lock_people` comes first."""
    db.session.refresh(membership)
    if membership.role != MemberRole.OWNER:
        return
    owners = select(func.count()).where(
        Membership.organisation_id == membership.organisation_id,
        Membership.role == MemberRole.OWNER,
    )
    if db.session.scalar(owners) == 1:
        raise Conflict("last_owner")
