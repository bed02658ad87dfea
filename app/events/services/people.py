"""The team of an event, and the clusters beside its lead."""

from sqlalchemy import delete, select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import search_key
from app.events import facts, queries
from app.events.models import Event, EventPartner, TeamMember, TeamRole
from app.events.policies import may_name, seat_on
from app.identity.models import Organisation, OrganisationKind, Person
from app.identity.queries import find_organisations, find_person_by_email


def add_team_member(
    actor: Actor, slug: str, *, email: str, role: TeamRole, organisation_id: int | None = None
) -> TeamMember:
    """Put somebody with an account on the team; they act for one of the event's clusters."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_STAFF, event)
    person = find_person_by_email(email)
    if person is None:
        raise Invalid("person_unknown", field="email")
    cluster_id = _acts_for(actor, event, person, role, organisation_id)
    if not may_name(actor, event, role, cluster_id):
        raise Forbidden(permission=Permission.EVENT_STAFF.value)
    member = TeamMember(
        event_id=event.id, person_id=person.id, role=role, organisation_id=cluster_id
    )
    db.session.add(member)
    _forget_team(event)
    record(
        facts.TeamMemberAdded(
            actor_id=actor.person_id, event_id=event.id, person_id=person.id, role=str(role)
        )
    )
    return member


def _acts_for(
    actor: Actor, event: Event, person: Person, role: TeamRole, organisation_id: int | None
) -> int:
    """Return the cluster that a new member acts for: the one said, or the one that suits them."""
    clusters = [one.id for one in queries.list_clusters(event)]
    if organisation_id is not None and organisation_id not in clusters:
        raise Invalid("not_of_event", field="organisation_id")
    if organisation_id is not None or role == TeamRole.LEAD:
        return organisation_id or event.lead_organisation_id
    seat = seat_on(actor, event)
    if seat is not None and seat.role == TeamRole.CO_ORGANISER:
        return int(seat.organisation_id)
    own = [one.organisation_id for one in person.memberships if one.organisation_id in clusters]
    return own[0] if len(own) == 1 else event.lead_organisation_id


def _forget_team(event: Event) -> None:
    """Let the team be read again, for policies look at it."""
    db.session.flush()
    db.session.expire(event, ["team"])


def remove_team_member(actor: Actor, slug: str, member_id: int) -> None:
    """Take somebody off the team; the last lead stays."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_STAFF, event)
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    member = queries.get_member(event, member_id)
    if not may_name(actor, event, TeamRole(member.role), member.organisation_id):
        raise Forbidden(permission=Permission.EVENT_STAFF.value)
    leads = [one.id for one in queries.list_team(event) if one.role == TeamRole.LEAD]
    if leads == [member.id]:
        raise Conflict("last_lead")
    db.session.delete(member)
    _forget_team(event)
    record(
        facts.TeamMemberRemoved(
            actor_id=actor.person_id,
            event_id=event.id,
            person_id=member.person_id,
            role=member.role,
        )
    )


def add_partner(actor: Actor, slug: str, *, organisation: str) -> EventPartner:
    """Let another cluster, known by its name, run the event beside the lead."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_EDIT, event)
    cluster = _find_cluster(organisation)
    if cluster.id == event.lead_organisation_id:
        raise Conflict("is_lead", field="organisation")
    partner = EventPartner(event_id=event.id, organisation_id=cluster.id)
    db.session.add(partner)
    record(
        facts.PartnerAdded(actor_id=actor.person_id, event_id=event.id, organisation_id=cluster.id)
    )
    return partner


def _find_cluster(name: str) -> Organisation:
    found = find_organisations(name, kind=OrganisationKind.CLUSTER)
    exact = [one for one in found if search_key(one.name) == search_key(name)]
    chosen = exact or found
    if not chosen:
        raise Invalid("cluster_unknown", field="organisation")
    if len(chosen) > 1:
        raise Invalid("cluster_unclear", field="organisation")
    return chosen[0]


def remove_partner(actor: Actor, slug: str, partner_id: int) -> None:
    """Let a cluster no longer run the event; its people leave the team with it."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_EDIT, event)
    partner = queries.get_partner(event, partner_id)
    db.session.delete(partner)
    _end_places(actor, event, partner.organisation_id)
    record(
        facts.PartnerRemoved(
            actor_id=actor.person_id,
            event_id=event.id,
            organisation_id=partner.organisation_id,
        )
    )


def _end_places(actor: Actor, event: Event, cluster_id: int) -> None:
    """Take everybody who acts for a cluster off the team."""
    rule = delete(TeamMember).where(
        TeamMember.event_id == event.id, TeamMember.organisation_id == cluster_id
    )
    for person_id, role in db.session.execute(
        rule.returning(TeamMember.person_id, TeamMember.role)
    ).all():
        record(
            facts.TeamMemberRemoved(
                actor_id=actor.person_id, event_id=event.id, person_id=person_id, role=str(role)
            )
        )
    _forget_team(event)
