"""Reads of organisations that asked to be listed, and of nothing that they did not ask to show.

Every statement begins with `listed()`, counts and choices too, so that no figure tells of an
organisation that is not in the directory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.errors import NotFound
from app.core.searching import holds
from app.directory.rules.filters import DirectoryFilter, Sort, divisions_of, span_of
from app.identity.models import ClusterMembership, OfferNeed, Organisation, OrganisationLabel
from app.identity.queries.organisations import find_survivor
from app.identity.rules import OrganisationKind
from app.identity.rules.crossed import CrossedState
from app.identity.rules.profiles import LabelKind, OfferKind

_ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.NAME: (Organisation.search_key, Organisation.id),
    Sort.NEWEST: (Organisation.listed_at.desc(), Organisation.id),
    Sort.COUNTRY: (
        Organisation.country,
        Organisation.region,
        Organisation.search_key,
        Organisation.id,
    ),
}


@dataclass(kw_only=True)
class Entry:
    """An organisation as the directory shows it."""

    organisation: Organisation
    sectors: list[str] = field(default_factory=list)
    ecosystems: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    clusters: list[Organisation] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The organisation's id."""
        return self.organisation.id


@dataclass(frozen=True)
class Counts:
    """How many organisations fit: in each region with its country, and in each division."""

    places: dict[tuple[str, str | None], int]
    divisions: dict[str, int]

    @property
    def total(self) -> int:
        """All that fit."""
        return sum(self.places.values())


def listed() -> Select[Organisation]:
    """Return the query for all that is in the directory."""
    return select(Organisation).where(Organisation.listed_at.is_not(None))


def list_entries(
    wanted: DirectoryFilter, sort: Sort = Sort.NAME, *, limit: int, offset: int = 0
) -> list[Entry]:
    """Return organisations of the directory with their labels."""
    query = listed().where(*_matching(wanted)).order_by(*_ORDERS[sort])
    return with_labels(db.session.scalars(query.limit(limit).offset(offset)).all())


def list_entries_after(wanted: DirectoryFilter, after: int | None, limit: int) -> list[Entry]:
    """Return organisations of the directory in the order of their ids, after one of them."""
    query = listed().where(*_matching(wanted)).order_by(Organisation.id).limit(limit)
    if after is not None:
        query = query.where(Organisation.id > after)
    return with_labels(db.session.scalars(query).all())


def get_entry(organisation_id: int) -> Entry:
    """Return one organisation of the directory with all that it shows; by an old id, too."""
    found = db.session.scalar(listed().where(Organisation.id == organisation_id))
    found = found or find_survivor(organisation_id)
    if found is None or found.listed_at is None:
        raise NotFound
    entry = with_labels([found])[0]
    for one in list_offers([found.id]):
        (entry.offers if one.kind == OfferKind.OFFER else entry.needs).append(one.text)
    entry.clusters = list(db.session.scalars(_clusters_of(found.id)))
    return entry


def list_offers(organisation_ids: Sequence[int]) -> list[OfferNeed]:
    """Return what organisations offer and need, the oldest first."""
    query = select(OfferNeed).where(OfferNeed.organisation_id.in_(organisation_ids))
    return list(db.session.scalars(query.order_by(OfferNeed.created_at, OfferNeed.id)))


def count_entries(wanted: DirectoryFilter) -> Counts:
    """Count what fits, by place and by the division of the main sector; it is looked for once."""
    columns = (Organisation.country, Organisation.region, Organisation.main_division)
    query = select(*columns).where(Organisation.listed_at.is_not(None), *_matching(wanted))
    # What an index answers is counted twice from there; what is searched for is found once.
    found = query.cte("fits").prefix_with("MATERIALIZED")
    fits = query.subquery("fits") if wanted.is_plain else found
    one, no_region = fits.c, cast(null(), Organisation.region.type)
    places = select(one.country, one.region, func.count(), literal(value=True))
    divisions = select(one.main_division, no_region, func.count(), literal(value=False))
    both = union_all(
        places.group_by(one.country, one.region),
        divisions.where(one.main_division.is_not(None)).group_by(one.main_division),
    )
    counts = Counts({}, {})
    for name, region, number, is_place in db.session.execute(both):
        if is_place:
            counts.places[name, region] = number
        else:
            counts.divisions[name] = number
    return counts


def list_listed_clusters() -> list[Organisation]:
    """Return the clusters of the directory, by name."""
    query = listed().where(Organisation.kind == OrganisationKind.CLUSTER)
    return list(db.session.scalars(query.order_by(Organisation.search_key, Organisation.id)))


def with_labels(found: Sequence[Organisation]) -> list[Entry]:
    """Return organisations as entries with their labels."""
    entries = {one.id: Entry(organisation=one) for one in found}
    query = (
        select(
            OrganisationLabel.organisation_id,
            OrganisationLabel.kind,
            OrganisationLabel.code,
            OrganisationLabel.text,
        )
        .where(OrganisationLabel.organisation_id.in_(entries))
        .order_by(OrganisationLabel.place, OrganisationLabel.code)
    )
    for organisation_id, kind, code, text in db.session.execute(query) if entries else ():
        entry = entries[organisation_id]
        if kind == LabelKind.NACE:
            entry.sectors.append(code)
        elif kind == LabelKind.ECOSYSTEM:
            entry.ecosystems.append(code)
        elif kind == LabelKind.PRIORITY:
            entry.priorities.append(text or code)
        else:
            entry.keywords.append(text or code)
    return list(entries.values())


def _matching(wanted: DirectoryFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter; the values are parameters, the columns are ours."""
    equals = {
        Organisation.country: wanted.country,
        Organisation.region: wanted.region,
        Organisation.kind: wanted.kind,
    }
    found: list[ColumnElement[bool]] = [
        column == value for column, value in equals.items() if value is not None
    ]
    found += [holds(Organisation.found_by, word) for word in wanted.words]
    if wanted.sector is not None:
        found.append(_has_sector(wanted.sector))
    if wanted.ecosystem is not None:
        is_it = OrganisationLabel.code == wanted.ecosystem
        found.append(_has_label(LabelKind.ECOSYSTEM, is_it))
    if wanted.cluster_id is not None:
        found.append(_is_in_cluster(wanted.cluster_id))
    return found


def _has_sector(sector: str) -> ColumnElement[bool]:
    """Whether any of the sectors is this one or lies in it."""
    divisions = divisions_of(sector)
    code = OrganisationLabel.code
    if len(sector) > len(divisions[0]):  # a group or class
        return _has_label(LabelKind.NACE, code.startswith(sector))
    first, after = span_of(divisions)
    return _has_label(LabelKind.NACE, and_(code >= first, code < after))


def _has_label(kind: LabelKind, is_it: ColumnElement[bool]) -> ColumnElement[bool]:
    labelled = select(OrganisationLabel.organisation_id).where(
        OrganisationLabel.kind == kind, is_it
    )
    return Organisation.id.in_(labelled)


def _is_in_cluster(cluster_id: int) -> ColumnElement[bool]:
    """Whether it belongs to a cluster that is in the directory, too."""
    cluster = aliased(Organisation)
    members = (
        select(ClusterMembership.organisation_id)
        .join(cluster, cluster.id == ClusterMembership.cluster_id)
        .where(
            ClusterMembership.cluster_id == cluster_id,
            ClusterMembership.state == CrossedState.ACCEPTED,
            cluster.listed_at.is_not(None),
        )
    )
    return Organisation.id.in_(members)


def _clusters_of(organisation_id: int) -> Select[Organisation]:
    belongs = and_(
        ClusterMembership.cluster_id == Organisation.id,
        ClusterMembership.organisation_id == organisation_id,
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    return listed().join(ClusterMembership, belongs).order_by(Organisation.search_key)
