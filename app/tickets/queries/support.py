"""Which clusters support an event's participants, and whom each of them has."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select

from app.core.db import db
from app.events.models import Event, EventPartner
from app.events.rules import PartnerRole
from app.identity.models import ClusterMembership, Organisation
from app.identity.rules import CrossedState
from app.tickets.models import Ticket, TicketState
from app.tickets.rules.support import WITH_LEAD, SupportingCluster


def supporting_clusters(event: Event) -> list[SupportingCluster]:
    """Return the clusters that run an event, its lead first."""
    query = (
        select(Organisation.id, Organisation.country)
        .join(EventPartner, EventPartner.organisation_id == Organisation.id)
        .where(EventPartner.event_id == event.id, EventPartner.role == PartnerRole.CO_ORGANISER)
        .order_by(Organisation.id)
    )
    lead = event.lead_organisation
    beside = [SupportingCluster(*row) for row in db.session.execute(query)]
    return [SupportingCluster(lead.id, lead.country), *beside]


def clusters_of(organisation_id: int | None) -> frozenset[int]:
    """Return the clusters that an organisation belongs to, itself among them if it is one."""
    if organisation_id is None:
        return frozenset()
    return clusters_of_each([organisation_id])[organisation_id]


def clusters_of_each(organisation_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return for each of some organisations the clusters that it belongs to, and itself."""
    query = select(ClusterMembership.organisation_id, ClusterMembership.cluster_id).where(
        ClusterMembership.organisation_id.in_(organisation_ids),
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    found = {one: {one} for one in organisation_ids}
    for organisation_id, cluster_id in db.session.execute(query):
        found[organisation_id].add(cluster_id)
    return {one: frozenset(clusters) for one, clusters in found.items()}


def list_with_lead(event: Event) -> list[Any]:
    """Return id, organisation and country of those whom the lead has because nobody else did."""
    query = (
        select(Ticket.id, Ticket.organisation_id, Ticket.country)
        .where(
            Ticket.event_id == event.id,
            Ticket.supported_by_id == event.lead_organisation_id,
            Ticket.support_reason.in_(sorted(WITH_LEAD)),
        )
        .order_by(Ticket.id)
    )
    return list(db.session.execute(query))


def count_by_cluster(event_id: int) -> dict[int, int]:
    """Return how many valid tickets each cluster has."""
    query = (
        select(Ticket.supported_by_id, func.count())
        .where(Ticket.event_id == event_id, Ticket.state == TicketState.VALID)
        .group_by(Ticket.supported_by_id)
    )
    return dict(db.session.execute(query).all())
