"""Who may see, change and publish an event, and whose people each role on it sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.authz import Actor, is_within_limit, permits, refuses
from app.core.errors import Conflict
from app.core.permissions import Permission
from app.events.rules import EventKind, EventState, TeamRole
from app.identity.policies import manages
from app.identity.rules import OrganisationKind, Purpose

LEADS = frozenset({TeamRole.LEAD})
ORGANISERS = LEADS | {TeamRole.CO_ORGANISER}
AT_THE_DOOR = LEADS | {TeamRole.DESK}
# What a co-organiser may name others, and itself: nobody who sees beyond its fence.
NAMED_BY_CO_ORGANISERS = frozenset({TeamRole.CO_ORGANISER, TeamRole.SCANNER})

# What the roles of a team may do. A co-organiser does it within its fence: for the cluster that it
# acts for, and for nobody else's people.
MAY: Mapping[Permission, frozenset[TeamRole]] = {
    Permission.ACCESS_EDIT: LEADS,
    Permission.ACCESS_VIEW: LEADS,
    Permission.ARRIVAL_VIEW: ORGANISERS | AT_THE_DOOR,
    Permission.ATTENDEE_EDIT: ORGANISERS,
    Permission.ATTENDEE_VIEW: ORGANISERS | AT_THE_DOOR,
    Permission.BADGE_PRINT: ORGANISERS | AT_THE_DOOR,
    Permission.BILLING_MANAGE: LEADS,
    Permission.BILLING_VIEW: LEADS,
    Permission.CHALLENGE_APPROVE: ORGANISERS,
    Permission.CHALLENGE_EDIT: ORGANISERS,
    Permission.CHALLENGE_EXPORT: ORGANISERS,
    Permission.CHALLENGE_IMPORT: LEADS,
    Permission.CHECKIN_ADMIT: AT_THE_DOOR,
    Permission.CHECKIN_MANAGE: LEADS,
    Permission.DELIVERY_RESEND: ORGANISERS,
    Permission.DELIVERY_VIEW: ORGANISERS,
    Permission.DRAFT_REMIND: ORGANISERS,
    Permission.DRAFT_VIEW: ORGANISERS,
    Permission.EVENT_EDIT: LEADS,
    Permission.EVENT_MANAGE: ORGANISERS,
    Permission.EVENT_PUBLISH: LEADS,
    Permission.EVENT_SCHEDULE: ORGANISERS,
    Permission.EVENT_STAFF: ORGANISERS,
    Permission.JURY_DECIDE: LEADS,
    Permission.JURY_MANAGE: LEADS,
    Permission.NEED_VIEW: LEADS,
    Permission.PROPOSAL_SCREEN: LEADS,
    Permission.PROPOSAL_VIEW: ORGANISERS,
    Permission.REPORT_MAKE: LEADS,
    Permission.REPORT_VIEW: LEADS | {TeamRole.REPORT_READER},
    Permission.SCREENING_EDIT: LEADS,
    Permission.SCREENING_VIEW: LEADS,
    Permission.SUPPORT_MANAGE: ORGANISERS,
    Permission.TICKET_MANAGE: LEADS,
    Permission.TICKET_REGISTER: ORGANISERS | AT_THE_DOOR,
    Permission.TICKET_VIEW: ORGANISERS | AT_THE_DOOR,
}

# What only a Day has: a programme, tickets, a door and the people who come. Nobody has a role for
# it on a portal, so that no page offers it there.
OF_A_DAY = frozenset(
    {
        Permission.ARRIVAL_VIEW,
        Permission.ATTENDEE_EDIT,
        Permission.ATTENDEE_VIEW,
        Permission.BADGE_PRINT,
        Permission.BILLING_MANAGE,
        Permission.BILLING_VIEW,
        Permission.CHECKIN_ADMIT,
        Permission.CHECKIN_MANAGE,
        Permission.EVENT_SCHEDULE,
        Permission.NEED_VIEW,
        Permission.SUPPORT_MANAGE,
        Permission.TICKET_MANAGE,
        Permission.TICKET_REGISTER,
        Permission.TICKET_VIEW,
    }
)


@dataclass(frozen=True)
class Fence:
    """Whose people an actor sees of an event: those of some clusters, or of all if it is None.

    Beside it stands what is `closed` to them: the proposals that something ties them to.
    """

    clusters: frozenset[int] | None
    closed: frozenset[int] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether there is none, so that everybody is seen."""
        return self.clusters is None

    def admits(self, cluster_id: int) -> bool:
        """Whether the people of a cluster are seen."""
        return self.clusters is None or cluster_id in self.clusters


EVERYBODY = Fence(None)
NOBODY = Fence(frozenset())


def seat_on(actor: Actor, event: Any) -> Any | None:
    """Return the actor's place on the team of an event."""
    if actor.person_id is None or not is_within_limit(actor, event):
        return None
    return next((one for one in event.team if one.person_id == actor.person_id), None)


def role_on(actor: Actor, event: Any) -> TeamRole | None:
    """Return the actor's role on the team of an event."""
    seat = seat_on(actor, event)
    if seat is not None:
        return TeamRole(seat.role)
    return TeamRole.LEAD if is_looking_in(actor, event) else None


def is_looking_in(actor: Actor, event: Any) -> bool:
    """Whether an operator reads the event through a broken glass, which never is to change it."""
    return bool(actor.looks_into) and event.id in actor.looks_into


def is_on_team(actor: Actor, event: Any) -> bool:
    """Whether the actor has any role on an event."""
    return role_on(actor, event) is not None


def may(actor: Actor, permission: Permission, event: Any) -> bool:
    """Whether the actor's role on an event allows it; the fence is another question."""
    return has(event, permission) and role_on(actor, event) in MAY[permission]


def has(event: Any, permission: Permission) -> bool:
    """Whether an event is of a kind that has what the permission is about."""
    return event.kind != EventKind.PORTAL or permission not in OF_A_DAY


@refuses
def refuse_on_portal(actor: Actor, permission: Permission, thing: Any) -> Conflict | None:
    """Say that a portal has no such thing, to those who would be let in on a Day."""
    if permission not in OF_A_DAY or getattr(thing, "kind", None) != EventKind.PORTAL:
        return None
    is_let_in = role_on(actor, thing) in MAY[permission]
    is_public = permission == Permission.TICKET_REGISTER and can_view_event(actor, thing)
    return Conflict("not_on_portal") if is_let_in or is_public else None


def fence(actor: Actor, event: Any) -> Fence:
    """Return whose people the actor sees: co-organisers their cluster's, lead and desk all."""
    if actor.is_system:
        return EVERYBODY
    seat = seat_on(actor, event)
    if seat is None:
        return EVERYBODY if is_looking_in(actor, event) else NOBODY
    if seat.role == TeamRole.CO_ORGANISER:
        return Fence(frozenset({seat.organisation_id}))
    return EVERYBODY if seat.role in AT_THE_DOOR else NOBODY


def may_name(actor: Actor, event: Any, role: TeamRole, organisation_id: int | None) -> bool:
    """Whether the actor may give, change or end such a place.

    A co-organiser those of its cluster which see no more than it does itself.
    """
    if actor.is_system or role_on(actor, event) in LEADS:
        return True
    seat = seat_on(actor, event)
    if seat is None or seat.role != TeamRole.CO_ORGANISER:
        return False
    return role in NAMED_BY_CO_ORGANISERS and bool(seat.organisation_id == organisation_id)


@manages(Purpose.TEAM)
def can_manage_place(actor: Actor, invitation: Any) -> bool:
    """Whether the actor may give such a place on the team."""
    role = TeamRole(invitation.role)
    return may_name(actor, invitation.event, role, invitation.organisation_id)


@manages(Purpose.PARTNER)
def can_manage_partnership(actor: Actor, invitation: Any) -> bool:
    """Whether the actor may change the partners of the event."""
    return can_edit_event(actor, invitation.event)


@permits(Permission.EVENT_VIEW)
def can_view_event(actor: Actor, event: Any) -> bool:
    """Whether the event is public or the actor's own."""
    if not is_within_limit(actor, event):
        return False
    return event.state != EventState.DRAFT or is_on_team(actor, event)


@permits(Permission.EVENT_MANAGE)
def can_manage_event(actor: Actor, event: Any) -> bool:
    """Whether the actor runs the event: its lead or a co-organiser."""
    return may(actor, Permission.EVENT_MANAGE, event)


@permits(Permission.EVENT_EDIT)
def can_edit_event(actor: Actor, event: Any) -> bool:
    """Whether the actor may change what is said of the event and who its partners are."""
    return may(actor, Permission.EVENT_EDIT, event)


@permits(Permission.EVENT_SCHEDULE)
def can_schedule_event(actor: Actor, event: Any) -> bool:
    """Whether the actor may change the programme."""
    return may(actor, Permission.EVENT_SCHEDULE, event)


@permits(Permission.EVENT_STAFF)
def can_staff_event(actor: Actor, event: Any) -> bool:
    """Whether the actor may change the team, at least its own cluster's part of it."""
    return may(actor, Permission.EVENT_STAFF, event)


@permits(Permission.EVENT_PUBLISH)
def can_publish_event(actor: Actor, event: Any) -> bool:
    """Whether the actor may make the event public."""
    return may(actor, Permission.EVENT_PUBLISH, event)


@permits(Permission.EVENT_CREATE)
def can_create_event(actor: Actor, organisation: Any) -> bool:
    """Whether the organisation is a cluster and the actor belongs to it."""
    return (
        organisation.kind == OrganisationKind.CLUSTER and organisation.id in actor.organisation_ids
    )
