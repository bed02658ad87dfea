"""The team of an event: invited by mail, each with a role and a cluster to act for."""

from sqlalchemy import select

from app.core.addresses import email_key
from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.events import facts, queries
from app.events.models import Event, TeamMember, TeamRole
from app.events.policies import may_name, seat_on
from app.events.rules import ROLES_OF_A_DAY
from app.identity.models import Invitation
from app.identity.queries import list_invitations_of
from app.identity.rules import Purpose
from app.identity.services import accepts, send_invitation, withdraw_all


def invite_team_member(
    actor: Actor, slug: str, *, email: str, role: TeamRole, organisation_id: int | None = None
) -> Invitation:
    """Ask an address onto the team, whether or not it has an account."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_STAFF, event)
    _check_role(event, role)
    cluster_id = _acts_for(actor, event, role, organisation_id)
    _check_may_name(actor, event, role, cluster_id)
    return send_invitation(
        actor,
        Purpose.TEAM,
        email=email,
        refused=_why_not(actor, event, email, cluster_id),
        event_id=event.id,
        organisation_id=cluster_id,
        role=str(role),
    )


def _why_not(actor: Actor, event: Event, email: str, cluster_id: int) -> str | None:
    """Return why an address cannot be asked, if the actor may know of what stands in the way.

    Whom others asked or have is asked again like a stranger; a team has everybody once.
    """
    member = queries.find_member_at(event, email)
    if member and may_name(actor, event, TeamRole(member.role), member.organisation_id):
        return "already_on_team"
    asked = list_invitations_of(event.id, Purpose.TEAM)
    same = [one for one in asked if one.email_key == email_key(email) and not one.is_over]
    theirs = [one for one in same if one.organisation_id == cluster_id]
    is_known = any(can(actor, Permission.INVITATION_EDIT, one) for one in theirs)
    return "already_invited" if is_known else None


def _acts_for(actor: Actor, event: Event, role: TeamRole, organisation_id: int | None) -> int:
    """Return the cluster that a member acts for: the one said, the inviter's own, or the lead."""
    clusters = [one.id for one in queries.list_clusters(event)]
    if organisation_id is not None and organisation_id not in clusters:
        raise Invalid("not_of_event", field="organisation_id")
    if organisation_id is not None:
        return organisation_id
    seat = seat_on(actor, event)
    if seat is not None and seat.role == TeamRole.CO_ORGANISER:
        return int(seat.organisation_id)
    if role == TeamRole.CO_ORGANISER and len(clusters) > 1:
        raise Invalid("cluster_needed", field="organisation_id")
    return event.lead_organisation_id


def _check_role(event: Event, role: TeamRole) -> None:
    if event.is_portal and role in ROLES_OF_A_DAY:
        raise Invalid("role_of_a_day", field="role")


def _check_may_name(
    actor: Actor, event: Event, role: TeamRole, organisation_id: int | None
) -> None:
    if not may_name(actor, event, role, organisation_id):
        raise Forbidden(permission=Permission.EVENT_STAFF.value)


@accepts(Purpose.TEAM)
def _take_place(actor: Actor, invitation: Invitation) -> None:
    """Put whoever accepted on the team, with the role that was offered."""
    if invitation.event_id is None or actor.person_id is None or invitation.role is None:
        raise NotFound
    event = hold_team(queries.get_event_by_id(invitation.event_id))
    if invitation.organisation_id not in [one.id for one in queries.list_clusters(event)]:
        raise Conflict("not_of_event")
    add_member(actor, event, TeamRole(invitation.role), invitation.organisation_id)


def add_member(
    actor: Actor, event: Event, role: TeamRole, organisation_id: int | None
) -> TeamMember:
    """Give the actor, who was asked, a place on the team."""
    member = TeamMember(
        event_id=event.id, person_id=actor.person_id, role=role, organisation_id=organisation_id
    )
    db.session.add(member)
    forget_team(event)
    fact = facts.TeamMemberAdded(
        actor_id=actor.person_id, event_id=event.id, person_id=member.person_id, role=str(role)
    )
    record(fact)
    return member


def hold_team(event: Event) -> Event:
    """Let those who change the team of an event do it one after the other."""
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    db.session.expire(event, ["team", "partners"])
    return event


def forget_team(event: Event) -> None:
    """Let the team be read again, for policies look at it."""
    db.session.flush()
    db.session.expire(event, ["team"])


def change_team_member(
    actor: Actor,
    slug: str,
    member_id: int,
    *,
    role: TeamRole,
    organisation_id: int | None = None,
) -> TeamMember:
    """Give a member of the team another role, or another cluster to act for; a lead stays."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_STAFF, event)
    member = queries.get_member(hold_team(event), member_id)
    before = TeamRole(member.role)
    _check_role(event, role)
    _check_may_name(actor, event, before, member.organisation_id)
    cluster_id = _acts_for(actor, event, role, organisation_id or member.organisation_id)
    _check_may_name(actor, event, role, cluster_id)
    if before == TeamRole.LEAD and role != TeamRole.LEAD:
        _keep_a_lead(event, member)
        _withdraw_sent(actor, event, member.person_id)
    member.role, member.organisation_id = role, cluster_id
    forget_team(event)
    fact = facts.TeamMemberChanged(
        actor_id=actor.person_id, event_id=event.id, person_id=member.person_id, role=str(role)
    )
    record(fact)
    return member


def remove_team_member(actor: Actor, slug: str, member_id: int) -> None:
    """Take somebody off the team, or leave it; the last lead stays."""
    event = queries.get_event(slug)
    seat = seat_on(actor, event)
    is_own = seat is not None and seat.id == member_id
    if not is_own:
        authorize(actor, Permission.EVENT_STAFF, event)
    member = queries.get_member(hold_team(event), member_id)
    if not is_own:
        _check_may_name(actor, event, TeamRole(member.role), member.organisation_id)
    _keep_a_lead(event, member)
    end_place(actor, event, member)


def end_place(actor: Actor, event: Event, member: TeamMember) -> None:
    """Take a member off the team; who calls it has asked whether the actor may."""
    db.session.delete(member)
    forget_team(event)
    _withdraw_sent(actor, event, member.person_id)
    fact = facts.TeamMemberRemoved(
        actor_id=actor.person_id, event_id=event.id, person_id=member.person_id, role=member.role
    )
    record(fact)


def _keep_a_lead(event: Event, leaving: TeamMember) -> None:
    if is_last_lead(event, leaving):
        raise Conflict("last_lead")


def is_last_lead(event: Event, member: TeamMember) -> bool:
    """Whether nobody else leads the event; `hold_team` comes first."""
    return [one.id for one in queries.list_team(event) if one.role == TeamRole.LEAD] == [member.id]


def _withdraw_sent(actor: Actor, event: Event, person_id: int) -> None:
    """Take the invitations back that somebody sent who may send none any more."""
    withdraw_all(
        actor,
        Invitation.purpose == Purpose.TEAM,
        Invitation.event_id == event.id,
        Invitation.invited_by_id == person_id,
    )
