"""Reads of organisations and clusters."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import search_key
from app.identity.models import (
    Membership,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
)


def get_organisation(organisation_id: int) -> Organisation:
    """Return an organisation; of one that was merged, the one that took its place."""
    organisation = db.session.get(Organisation, organisation_id) or find_survivor(organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def find_organisation(organisation_id: int) -> Organisation | None:
    """Return an organisation, None where there is none."""
    return db.session.get(Organisation, organisation_id)


def list_observed_by(actor: Actor) -> list[Organisation]:
    """Return the clusters whose figures the actor reads, by name."""
    if not actor.observed_ids:
        return []
    query = select(Organisation).where(Organisation.id.in_(actor.observed_ids))
    return list(db.session.scalars(query.order_by(Organisation.search_key, Organisation.id)))


def find_survivor(old_id: int) -> Organisation | None:
    """Return the organisation that a merged one went into."""
    has_taken = OrganisationAlias.survivor_id == Organisation.id
    query = select(Organisation).join(OrganisationAlias, has_taken)
    return db.session.scalar(query.where(OrganisationAlias.old_id == old_id))


def list_organisations_of(actor: Actor) -> list[Organisation]:
    """Return the organisations that the actor belongs to, by name."""
    if not actor.organisation_ids:
        return []
    query = select(Organisation).where(Organisation.id.in_(actor.organisation_ids))
    return list(db.session.scalars(query.order_by(Organisation.search_key, Organisation.id)))


def list_clusters_of(actor: Actor) -> list[Organisation]:
    """Return the clusters that the actor belongs to, by name."""
    found = list_organisations_of(actor)
    return [one for one in found if one.kind == OrganisationKind.CLUSTER]


def list_clusters(*, with_people: bool = False) -> list[Organisation]:
    """Return every cluster, by name."""
    query = select(Organisation).where(Organisation.kind == OrganisationKind.CLUSTER)
    if with_people:
        people = selectinload(Organisation.memberships).joinedload(Membership.person)
        query = query.options(people)
    return list(db.session.scalars(query.order_by(Organisation.search_key, Organisation.id)))


def find_organisations(
    text: str, limit: int = 20, kind: OrganisationKind | None = None
) -> list[Organisation]:
    """Return organisations whose name has this text in it, whatever its case and diacritics."""
    has_text = Organisation.search_key.contains(search_key(text), autoescape=True)
    query = select(Organisation).where(has_text)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    query = query.order_by(Organisation.search_key, Organisation.id)
    return list(db.session.scalars(query.limit(limit)))
