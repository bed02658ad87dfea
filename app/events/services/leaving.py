"""What becomes of the places on teams of somebody who leaves a cluster; no event loses its lead."""

from app.core.authz import SYSTEM, Actor
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.events import facts, queries
from app.events.models import Event, EventState, TeamMember, TeamRole
from app.events.services.team import end_place, forget_team, hold_team, is_last_lead
from app.identity.models import Membership, Person
from app.identity.queries import find_membership, list_owners_of
from app.identity.rules import MemberRole
from app.identity.services import checks_leaving


@checks_leaving
def keep_led(actor: Actor, leaving: Membership) -> None:
    """Let nobody leave a cluster for which they alone lead an event; an owner may take them out."""
    if actor.person_id != leaving.person_id:
        return
    for member in queries.list_places_for(leaving.person_id, leaving.organisation_id):
        event = hold_team(queries.get_event_by_id(member.event_id))
        if event.state != EventState.ARCHIVED and is_last_lead(event, member):
            raise Conflict("only_lead", event=event.name)


def end_places_for(person_id: int, cluster_id: int, by: int | None) -> None:
    """Take somebody who left a cluster, or only observes it now, off the teams there.

    An event that they alone led is led by an owner of its cluster: rather whoever took them out.
    """
    if _acts_for(find_membership(cluster_id, person_id)):
        return  # they came back before the worker got here
    for member in queries.list_places_for(person_id, cluster_id):
        event = hold_team(queries.get_event_by_id(member.event_id))
        if is_last_lead(event, member):
            heir = _heir(event, by)
            if heir is None:
                continue
            _hand_over(event, member, heir)
        end_place(SYSTEM, event, member)


def _acts_for(membership: Membership | None) -> bool:
    """Whether a member may act for the cluster; an observer only reads."""
    return membership is not None and membership.role != MemberRole.OBSERVER


def _heir(event: Event, by: int | None) -> Person | None:
    """Return the owner of the event's cluster who is to lead: rather the one who acted."""
    owners = list_owners_of([event.lead_organisation_id]).get(event.lead_organisation_id, [])
    owners = [one for one in owners if one.disabled_at is None]
    return next((one for one in owners if one.id == by), next(iter(owners), None))


def _hand_over(event: Event, member: TeamMember, heir: Person) -> None:
    seat = next((one for one in queries.list_team(event) if one.person_id == heir.id), None)
    if seat is None:
        seat = TeamMember(event_id=event.id, person_id=heir.id)
        db.session.add(seat)
    seat.role, seat.organisation_id = TeamRole.LEAD, event.lead_organisation_id
    forget_team(event)
    fact = facts.LeadHandedOver(event_id=event.id, person_id=heir.id, former_id=member.person_id)
    record(fact)
