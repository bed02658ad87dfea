"""Reads of which organisations belong to which clusters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.core.text import search_key
from app.identity.models import (
    ClusterMembership,
    Membership,
    Organisation,
    Person,
)
from app.identity.rules import CrossedState, MemberRole, Side
from app.identity.rules.crossed import STANDING

Ts = TypeVarTuple("Ts")


@dataclass(frozen=True)
class MemberFilter:
    """What is looked for among the members of a cluster; None and "" filter nothing."""

    text: str = ""
    state: CrossedState | None = CrossedState.ACCEPTED
    kind: str | None = None


def find_crossed_of(cluster_id: int, organisation_id: int) -> ClusterMembership | None:
    """Return an organisation's record in a cluster, whatever its state."""
    query = select(ClusterMembership).where(
        ClusterMembership.cluster_id == cluster_id,
        ClusterMembership.organisation_id == organisation_id,
    )
    return db.session.scalar(query)


def find_crossed(crossed_id: int) -> ClusterMembership | None:
    """Return a crossed membership with both sides, None where there is none."""
    query = (
        select(ClusterMembership)
        .where(ClusterMembership.id == crossed_id)
        .options(joinedload(ClusterMembership.cluster), joinedload(ClusterMembership.organisation))
    )
    return db.session.scalar(query)


def get_crossed(actor: Actor, crossed_id: int) -> ClusterMembership:
    """Return a crossed membership that the actor may see, with both sides."""
    crossed = find_crossed(crossed_id)
    if crossed is None:
        raise NotFound
    authorize(actor, Permission.CROSSED_VIEW, crossed)
    return crossed


def list_clusters_with(organisation_id: int) -> list[ClusterMembership]:
    """Return an organisation's records in clusters, with the clusters, by name."""
    query = (
        select(ClusterMembership)
        .join(ClusterMembership.cluster)
        .options(contains_eager(ClusterMembership.cluster))
        .where(ClusterMembership.organisation_id == organisation_id)
        .order_by(Organisation.search_key, Organisation.id)
    )
    return list(db.session.scalars(query))


def list_that_may_ask(actor: Actor, cluster_id: int) -> list[Organisation]:
    """Return the organisations for which the actor may ask a cluster to take them in, by name."""
    if not actor.administered_ids:
        return []
    standing = select(ClusterMembership.organisation_id).where(
        ClusterMembership.cluster_id == cluster_id, ClusterMembership.state.in_(STANDING)
    )
    query = select(Organisation).where(
        Organisation.id.in_(actor.administered_ids - {cluster_id}),
        Organisation.id.not_in(standing),
    )
    return list(db.session.scalars(query.order_by(Organisation.search_key, Organisation.id)))


def list_members_of_cluster(
    cluster_id: int, wanted: MemberFilter, *, limit: int, offset: int = 0
) -> list[ClusterMembership]:
    """Return the organisations of a cluster as they are filtered, by name."""
    query = (
        _members(select(ClusterMembership), cluster_id, wanted)
        .options(contains_eager(ClusterMembership.organisation))
        .order_by(Organisation.search_key, Organisation.id)
    )
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def count_members_by_state(cluster_id: int) -> dict[str, int]:
    """Return how many organisations of a cluster are in which state."""
    query = (
        select(ClusterMembership.state, func.count())
        .where(ClusterMembership.cluster_id == cluster_id)
        .group_by(ClusterMembership.state)
    )
    return {str(state): number for state, number in db.session.execute(query)}


def count_members_of_cluster(cluster_id: int, wanted: MemberFilter) -> int:
    """Return how many organisations of a cluster the filter finds."""
    query = _members(select(func.count()).select_from(ClusterMembership), cluster_id, wanted)
    return db.session.scalar(query) or 0


def _members(query: Select[*Ts], cluster_id: int, wanted: MemberFilter) -> Select[*Ts]:
    query = query.join(ClusterMembership.organisation).where(
        ClusterMembership.cluster_id == cluster_id
    )
    if wanted.state is not None:
        query = query.where(ClusterMembership.state == wanted.state)
    if wanted.kind is not None:
        query = query.where(Organisation.kind == wanted.kind)
    if wanted.text:
        has_text = Organisation.search_key.contains(search_key(wanted.text), autoescape=True)
        query = query.where(has_text)
    return query


def list_owners_of(organisation_ids: Collection[int]) -> dict[int, list[Person]]:
    """Return the owners of several organisations in one read, by organisation."""
    query = (
        select(Membership.organisation_id, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id.in_(organisation_ids), Membership.role == MemberRole.OWNER
        )
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    found: dict[int, list[Person]] = {}
    for organisation_id, person in db.session.execute(query):
        found.setdefault(organisation_id, []).append(person)
    return found


def list_crossed_waiting(actor: Actor) -> list[ClusterMembership]:
    """Return the questions about memberships that wait for the actor, the oldest first."""
    if not actor.administered_ids:
        return []
    own = sorted(actor.administered_ids)
    to_cluster = (ClusterMembership.asked_by == Side.ORGANISATION) & (
        ClusterMembership.cluster_id.in_(own)
    )
    to_organisation = (ClusterMembership.asked_by == Side.CLUSTER) & (
        ClusterMembership.organisation_id.in_(own)
    )
    query = (
        select(ClusterMembership)
        .where(ClusterMembership.state == CrossedState.ASKED, to_cluster | to_organisation)
        .options(joinedload(ClusterMembership.cluster), joinedload(ClusterMembership.organisation))
        .order_by(ClusterMembership.asked_at, ClusterMembership.id)
    )
    return list(db.session.scalars(query.limit(50)))


def cluster_ids_of(organisation_id: int, among: Collection[int]) -> list[int]:
    """Return the clusters, of those given, that an organisation belongs to now."""
    query = select(ClusterMembership.cluster_id).where(
        ClusterMembership.organisation_id == organisation_id,
        ClusterMembership.cluster_id.in_(among),
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    return sorted(db.session.scalars(query))


def find_invitable(cluster_id: int, text: str, limit: int = 20) -> Sequence[Organisation]:
    """Return listed organisations by name that have no record in a cluster yet, or an old one."""
    taken = select(ClusterMembership.organisation_id).where(
        ClusterMembership.cluster_id == cluster_id,
        ClusterMembership.state.in_([CrossedState.ASKED, CrossedState.ACCEPTED]),
    )
    query = (
        select(Organisation)
        .where(
            Organisation.listed_at.is_not(None),
            Organisation.id != cluster_id,
            Organisation.id.not_in(taken),
            Organisation.search_key.contains(search_key(text), autoescape=True),
        )
        .order_by(Organisation.search_key, Organisation.id)
    )
    return db.session.scalars(query.limit(limit)).all()
