"""Reads of what organisations say of themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.authz import Actor, can
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.permissions import Permission
from app.identity.models import (
    ClusterProfile,
    OfferNeed,
    Organisation,
    OrganisationLabel,
    OrganisationLogo,
    SizeDeclaration,
)
from app.identity.rules import LabelKind, OrganisationKind
from app.identity.rules.completeness import Completeness, ProfileState, completeness_of


@dataclass(frozen=True)
class Profile:
    """An organisation with all that it says of itself."""

    organisation: Organisation
    labels: tuple[OrganisationLabel, ...]
    offers: tuple[OfferNeed, ...]
    declaration: SizeDeclaration | None
    logo: OrganisationLogo | None
    cluster: ClusterProfile | None

    def codes(self, kind: LabelKind) -> list[str]:
        """Return the codes of one kind of label, the main one first."""
        return [one.code for one in self.labels if one.kind == kind]

    def texts(self, kind: LabelKind) -> list[str]:
        """Return the labels of one kind as they were written, the main one first."""
        return [one.text or one.code for one in self.labels if one.kind == kind]

    @property
    def completeness(self) -> Completeness:
        """What is there and what is missing."""
        one = self.organisation
        state = ProfileState(
            kind=one.kind,
            description=bool(one.description),
            website=bool(one.website),
            region=bool(one.region),
            labels={label.kind for label in self.labels},
            offers={offer.kind for offer in self.offers},
            size=one.size_class is not None,
            logo=self.logo is not None,
            listed=one.listed_at is not None,
            cluster_profile=self.cluster is not None,
        )
        return completeness_of(state)


def get_profile(organisation: Organisation) -> Profile:
    """Return an organisation with all that it says of itself."""
    return Profile(
        organisation,
        tuple(list_labels(organisation.id)),
        tuple(list_offers(organisation.id)),
        find_declaration(organisation.id),
        find_logo(organisation.id),
        find_cluster_profile(organisation.id)
        if organisation.kind == OrganisationKind.CLUSTER
        else None,
    )


def list_labels(organisation_id: int) -> list[OrganisationLabel]:
    """Return the labels of an organisation, by kind, the main one of each first."""
    return labels_of([organisation_id]).get(organisation_id, [])


def labels_of(organisation_ids: Collection[int]) -> dict[int, list[OrganisationLabel]]:
    """Return the labels of several organisations in one read, by organisation."""
    query = (
        select(OrganisationLabel)
        .where(OrganisationLabel.organisation_id.in_(organisation_ids))
        .order_by(OrganisationLabel.kind, OrganisationLabel.place, OrganisationLabel.id)
    )
    found: dict[int, list[OrganisationLabel]] = {}
    for label in db.session.scalars(query):
        found.setdefault(label.organisation_id, []).append(label)
    return found


def list_offers(organisation_id: int) -> list[OfferNeed]:
    """Return what an organisation offers and needs, offers first, each the oldest first."""
    query = (
        select(OfferNeed)
        .where(OfferNeed.organisation_id == organisation_id)
        .order_by(OfferNeed.kind.desc(), OfferNeed.created_at, OfferNeed.id)
    )
    return list(db.session.scalars(query))


def get_offer(organisation_id: int, offer_id: int) -> OfferNeed:
    """Return an offer or need of an organisation."""
    offer = db.session.get(OfferNeed, offer_id)
    if offer is None or offer.organisation_id != organisation_id:
        raise NotFound
    return offer


def list_declarations(organisation_id: int) -> list[SizeDeclaration]:
    """Return what an organisation declared of its size, the newest first."""
    query = (
        select(SizeDeclaration)
        .where(SizeDeclaration.organisation_id == organisation_id)
        .order_by(SizeDeclaration.declared_at.desc(), SizeDeclaration.id)
    )
    return list(db.session.scalars(query.limit(50)))


def find_declaration(organisation_id: int) -> SizeDeclaration | None:
    """Return the newest declaration of an organisation's size."""
    return next(iter(list_declarations(organisation_id)), None)


def find_logo(organisation_id: int) -> OrganisationLogo | None:
    """Return the logo of an organisation with its file."""
    query = (
        select(OrganisationLogo)
        .where(OrganisationLogo.organisation_id == organisation_id)
        .options(joinedload(OrganisationLogo.file))
    )
    return db.session.scalar(query)


def get_logo_file(actor: Actor, organisation_id: int) -> StoredFile:
    """Return the file of a logo: of a listed organisation for anybody, else for who may see it."""
    organisation = db.session.get(Organisation, organisation_id)
    logo = find_logo(organisation_id)
    if organisation is None or logo is None:
        raise NotFound
    if organisation.listed_at is None and not can(
        actor, Permission.ORGANISATION_VIEW, organisation
    ):
        raise NotFound
    return logo.file


def find_cluster_profile(organisation_id: int) -> ClusterProfile | None:
    """Return what a cluster says of its staff and members."""
    return db.session.get(ClusterProfile, organisation_id)
