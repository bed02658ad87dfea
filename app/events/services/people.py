"""The team of an event, and the clusters beside its lead."""

from sqlalchemy import select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import search_key
from app.events import facts, queries
from app.events.models import Event, EventPartner, TeamMember, TeamRole
from app.identity.models import Organisation, OrganisationKind
from app.identity.queries import find_organisations, find_person_by_email


def add_team_member(actor: Actor, slug: str, *, email: str, role: TeamRole) -> TeamMember:
    """Put somebody with an account on the team."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_EDIT, event)
    person = find_person_by_email(email)
    if person is None:
        raise Invalid("person_unknown", field="email")
    member = TeamMember(event_id=event.id, person_id=person.id, role=role)
    db.session.add(member)
    _forget_team(event)
    record(
        facts.TeamMemberAdded(
            actor_id=actor.person_id, event_id=event.id, person_id=person.id, role=str(role)
        )
    )
    return member


def _forget_team(event: Event) -> None:
    """Let the team be read again, for policies look at it."""
    db.session.flush()
    db.session.expire(event, ["team"])


def remove_team_member(actor: Actor, slug: str, member_id: int) -> None:
    """Take somebody off the team; the last lead stays."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_EDIT, event)
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    member = queries.get_member(event, member_id)
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
    """Let a cluster no longer run the event."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_EDIT, event)
    partner = queries.get_partner(event, partner_id)
    db.session.delete(partner)
    record(
        facts.PartnerRemoved(
            actor_id=actor.person_id,
            event_id=event.id,
            organisation_id=partner.organisation_id,
        )
    )
