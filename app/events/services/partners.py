"""The clusters beside an event's lead: asked by the lead, there once they say yes."""

from sqlalchemy import delete

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import search_key
from app.events import facts, queries
from app.events.models import Event, EventPartner, TeamMember, TeamRole
from app.events.policies import is_on_team
from app.events.services.team import add_member, forget_team, hold_team
from app.identity.models import Invitation, Organisation, OrganisationKind
from app.identity.queries import find_organisations
from app.identity.rules import Purpose
from app.identity.services import accepts, send_invitation, withdraw_all


def ask_partner(actor: Actor, slug: str, *, organisation: str) -> Invitation:
    """Ask another cluster, known by its name, to run the event beside the lead."""
    event = queries.get_event(slug)
    authorize(actor, Permission.EVENT_EDIT, event)
    cluster = _find_cluster(organisation)
    if cluster.id == event.lead_organisation_id:
        raise Conflict("is_lead", field="organisation")
    if cluster.id in [one.organisation_id for one in queries.list_partners(event)]:
        raise Conflict("already_partner", field="organisation")
    return send_invitation(actor, Purpose.PARTNER, event_id=event.id, organisation_id=cluster.id)


def _find_cluster(name: str) -> Organisation:
    found = find_organisations(name, kind=OrganisationKind.CLUSTER)
    exact = [one for one in found if search_key(one.name) == search_key(name)]
    chosen = exact or found
    if not chosen:
        raise Invalid("cluster_unknown", field="organisation")
    if len(chosen) > 1:
        raise Invalid("cluster_unclear", field="organisation")
    return chosen[0]


@accepts(Purpose.PARTNER)
def _become_partner(actor: Actor, invitation: Invitation) -> None:
    """Let the cluster run the event; who says yes for it is its first co-organiser."""
    if invitation.event_id is None:
        raise NotFound
    event = queries.get_event_by_id(invitation.event_id)
    partner = EventPartner(event_id=event.id, organisation_id=invitation.organisation_id)
    db.session.add(partner)
    db.session.flush()
    fact = facts.PartnerAdded(
        actor_id=actor.person_id, event_id=event.id, organisation_id=partner.organisation_id
    )
    record(fact)
    if not is_on_team(actor, event):
        add_member(actor, event, TeamRole.CO_ORGANISER, partner.organisation_id)


def remove_partner(actor: Actor, slug: str, partner_id: int) -> None:
    """Let a cluster no longer run the event, its people neither; its own owners may say so."""
    event = queries.get_event(slug)
    partner = queries.find_partner(event, partner_id)
    if partner is None or partner.organisation_id not in actor.administered_ids:
        authorize(actor, Permission.EVENT_EDIT, event)
    if partner is None:
        raise NotFound
    _keep_a_lead(hold_team(event), partner.organisation_id)
    db.session.delete(partner)
    withdraw_all(
        actor,
        Invitation.event_id == event.id,
        Invitation.purpose == Purpose.TEAM,
        Invitation.organisation_id == partner.organisation_id,
    )
    _end_places(actor, event, partner.organisation_id)
    fact = facts.PartnerRemoved(
        actor_id=actor.person_id, event_id=event.id, organisation_id=partner.organisation_id
    )
    record(fact)


def _keep_a_lead(event: Event, cluster_id: int) -> None:
    leads = [one for one in queries.list_team(event) if one.role == TeamRole.LEAD]
    if leads and all(one.organisation_id == cluster_id for one in leads):
        raise Conflict("last_lead")


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
    forget_team(event)
