"""Reads of clusters: their profile, their members in figures, their events; and all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import NotFound
from app.directory.queries.listing import (
    Entry,
    get_entry,
    list_listed_clusters,
    list_offers,
    with_labels,
)
from app.identity.models import ClusterMembership, ClusterProfile, Organisation
from app.identity.rules import OrganisationKind
from app.identity.rules.crossed import CrossedState
from app.identity.rules.profiles import OfferKind


@dataclass(kw_only=True)
class Cluster:
    """A cluster with its profile, how many of its members are listed, by kind, and its needs."""

    entry: Entry
    profile: ClusterProfile | None = None
    members: dict[str, int] = field(default_factory=dict)

    @property
    def listed_members(self) -> int:
        """How many of its members are in the directory."""
        return sum(self.members.values())


def get_cluster(cluster_id: int) -> Cluster:
    """Return a cluster of the directory."""
    entry = get_entry(cluster_id)
    if entry.organisation.kind != OrganisationKind.CLUSTER:
        raise NotFound
    profile = db.session.get(ClusterProfile, cluster_id)
    members = _members_by_kind([cluster_id]).get(cluster_id, {})
    return Cluster(entry=entry, profile=profile, members=members)


def list_clusters_of_directory() -> list[Cluster]:
    """Return every cluster of the directory with what a mapping asks, by name."""
    entries = with_labels(list_listed_clusters())
    found = {one.organisation.id: Cluster(entry=one) for one in entries}
    for profile in db.session.scalars(
        select(ClusterProfile).where(ClusterProfile.organisation_id.in_(found))
    ):
        found[profile.organisation_id].profile = profile
    for one in list_offers(list(found)):
        entry = found[one.organisation_id].entry
        (entry.offers if one.kind == OfferKind.OFFER else entry.needs).append(one.text)
    for cluster_id, members in _members_by_kind(found).items():
        found[cluster_id].members = members
    return list(found.values())


def _members_by_kind(cluster_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    query = (
        select(ClusterMembership.cluster_id, Organisation.kind, func.count())
        .join(Organisation, Organisation.id == ClusterMembership.organisation_id)
        .where(
            ClusterMembership.cluster_id.in_(list(cluster_ids)),
            ClusterMembership.state == CrossedState.ACCEPTED,
            Organisation.listed_at.is_not(None),
        )
        .group_by(ClusterMembership.cluster_id, Organisation.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for cluster_id, kind, number in db.session.execute(query):
        found.setdefault(cluster_id, {})[str(kind)] = number
    return found
