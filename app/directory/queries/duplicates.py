"""Reads of pairs of organisations that look like one, and of what a merge would move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.core.authz import Actor
from app.core.db import Base, db
from app.core.errors import NotFound
from app.core.merging import count_references, find_refusals
from app.directory.models import DuplicatePair
from app.directory.policies import can_view_duplicate
from app.directory.rules.duplicates import Pair, PairState
from app.identity.models import ClusterMembership, Membership, Organisation, Person
from app.identity.rules.crossed import CrossedState

_ORGANISATIONS = Base.metadata.tables["organisation"]


@dataclass(frozen=True)
class Shown:
    """A pair with what decides about it."""

    row: DuplicatePair
    pair: Pair


@dataclass(frozen=True)
class Preview:
    """What a merge would do: rows by table, people who come to the survivor, what forbids it."""

    moves: dict[str, int]
    newcomers: list[Person]
    refusals: list[str]


def list_pairs(actor: Actor, *, limit: int, offset: int = 0) -> list[Shown]:
    """Return the open pairs that the actor sees, the likest first."""
    query = (
        _pairs()
        .where(DuplicatePair.state == PairState.OPEN, _visible_to(actor))
        .order_by(DuplicatePair.weight.desc(), DuplicatePair.id)
    )
    return _shown(db.session.scalars(query.limit(limit).offset(offset)).all())


def list_pairs_after(actor: Actor, after: int | None, limit: int) -> list[Shown]:
    """Return the open pairs that the actor sees, in the order of their ids, after one of them."""
    query = _pairs().where(DuplicatePair.state == PairState.OPEN, _visible_to(actor))
    if after is not None:
        query = query.where(DuplicatePair.id > after)
    return _shown(db.session.scalars(query.order_by(DuplicatePair.id).limit(limit)).all())


def get_pair(actor: Actor, pair_id: int) -> Shown:
    """Return a pair that the actor may see."""
    row = db.session.scalar(_pairs().where(DuplicatePair.id == pair_id))
    if row is None:
        raise NotFound
    shown = _shown([row])[0]
    if not can_view_duplicate(actor, shown.pair):
        raise NotFound
    return shown


def find_question(gone: int, survivor: int) -> DuplicatePair | None:
    """Return the pair in which one organisation waits for the other's answer."""
    first, second = sorted((gone, survivor))
    query = _pairs().where(
        DuplicatePair.first_id == first,
        DuplicatePair.second_id == second,
        DuplicatePair.gone_id == gone,
    )
    return db.session.scalar(query)


def preview_merge(gone: int, survivor: int) -> Preview:
    """Return what merging one organisation into another would do."""
    there = select(Membership.person_id).where(Membership.organisation_id == survivor)
    newcomers = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == gone, Person.id.not_in(there))
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    return Preview(
        count_references(db.session(), _ORGANISATIONS, gone),
        list(db.session.scalars(newcomers)),
        find_refusals(db.session(), _ORGANISATIONS, gone, survivor),
    )


def _pairs() -> Select[DuplicatePair]:
    return select(DuplicatePair).options(
        joinedload(DuplicatePair.first), joinedload(DuplicatePair.second)
    )


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """Whether an actor sees a pair; the same as the policy, as a condition."""
    if actor.is_operator:
        return true()
    owned = actor.administered_ids
    if not owned:
        return false()
    first, second = aliased(Organisation), aliased(Organisation)
    is_listed = [
        exists().where(first.id == DuplicatePair.first_id, first.listed_at.is_not(None)),
        exists().where(second.id == DuplicatePair.second_id, second.listed_at.is_not(None)),
    ]
    owns = [DuplicatePair.first_id.in_(owned), DuplicatePair.second_id.in_(owned)]
    return or_(
        and_(*owns),
        and_(owns[0], is_listed[1]),
        and_(owns[1], is_listed[0]),
        and_(owns[0], DuplicatePair.gone_id == DuplicatePair.second_id),
        and_(owns[1], DuplicatePair.gone_id == DuplicatePair.first_id),
        _share_cluster(owned),
    )


def _share_cluster(cluster_ids: Iterable[int]) -> ColumnElement[bool]:
    one, other = aliased(ClusterMembership), aliased(ClusterMembership)
    return exists().where(
        one.cluster_id.in_(cluster_ids),
        one.state == CrossedState.ACCEPTED,
        one.organisation_id == DuplicatePair.first_id,
        other.cluster_id == one.cluster_id,
        other.state == CrossedState.ACCEPTED,
        other.organisation_id == DuplicatePair.second_id,
    )


def _shown(rows: Sequence[DuplicatePair]) -> list[Shown]:
    ids = {one for row in rows for one in (row.first_id, row.second_id)}
    query = select(ClusterMembership.organisation_id, ClusterMembership.cluster_id).where(
        ClusterMembership.organisation_id.in_(ids),
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    clusters: dict[int, set[int]] = {}
    for organisation_id, cluster_id in db.session.execute(query) if ids else ():
        clusters.setdefault(organisation_id, set()).add(cluster_id)
    return [Shown(row, _pair(row, clusters)) for row in rows]


def _pair(row: DuplicatePair, clusters: dict[int, set[int]]) -> Pair:
    both = (row.first, row.second)
    common = clusters.get(row.first_id, set()) & clusters.get(row.second_id, set())
    return Pair(
        first_id=row.first_id,
        second_id=row.second_id,
        listed_ids=frozenset(one.id for one in both if one.listed_at is not None),
        cluster_ids=frozenset(common),
        gone_id=row.gone_id,
    )
