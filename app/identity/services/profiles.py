"""What organisations say of themselves beyond their name: sector, region, offers, directory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.text import search_key
from app.identity import facts, queries
from app.identity.models import (
    ClusterProfile,
    OfferNeed,
    Organisation,
    OrganisationKind,
    OrganisationLabel,
)
from app.identity.rules import LabelKind
from app.identity.rules.regions import is_region_of
from app.identity.services.folding import fold
from app.identity.services.own import owned

MOST_OFFERS = 30
CODE_LENGTH = 120


def note_change(actor: Actor, organisation_id: int, part: str) -> None:
    """Record that a part of a profile changed."""
    fact = facts.OrganisationChanged(
        actor_id=actor.person_id, organisation_id=organisation_id, part=part
    )
    record(fact)


@dataclass(frozen=True, kw_only=True)
class Sector:
    """Where an organisation is and what it works on; the first of each list is its main one.

    Activities and ecosystems are codes; priorities are codes or a strategy's own words.
    """

    region: str | None = None
    nace: Sequence[str] = ()
    ecosystems: Sequence[str] = ()
    priorities: Sequence[str] = ()
    keywords: Sequence[str] = ()


def change_sector(actor: Actor, organisation_id: int, sector: Sector) -> Organisation:
    """Replace an organisation's region, activities, ecosystems, priorities and keywords."""
    organisation = owned(actor, organisation_id)
    region = sector.region
    if region is not None and not is_region_of(region, organisation.country):
        raise Invalid("region_elsewhere", field="region")
    organisation.region = region
    new = [
        *_labels(organisation_id, LabelKind.NACE, sector.nace),
        *_labels(organisation_id, LabelKind.ECOSYSTEM, sector.ecosystems),
        *_labels(organisation_id, LabelKind.PRIORITY, sector.priorities),
        *_labels(organisation_id, LabelKind.KEYWORD, sector.keywords),
    ]
    db.session.execute(
        delete(OrganisationLabel).where(OrganisationLabel.organisation_id == organisation_id)
    )
    db.session.add_all(new)
    fold(organisation_id)
    note_change(actor, organisation_id, "sector")
    return organisation


def _labels(
    organisation_id: int, kind: LabelKind, texts: Iterable[str]
) -> Iterable[OrganisationLabel]:
    """Make a label of each text that differs from those before it by more than its spelling."""
    is_free = kind in (LabelKind.KEYWORD, LabelKind.PRIORITY)
    codes: dict[str, str] = {}
    for text in texts:
        code = search_key(text)[:CODE_LENGTH] if is_free else text
        codes.setdefault(code, text)
    for place, (code, text) in enumerate(codes.items()):
        yield OrganisationLabel(
            organisation_id=organisation_id, kind=kind, code=code, text=text, place=place
        )


def add_offer(
    actor: Actor, organisation_id: int, *, kind: str, text: str, keywords: Sequence[str] = ()
) -> OfferNeed:
    """Tell what the organisation has for others, or looks for."""
    owned(actor, organisation_id)
    counted = select(func.count()).where(OfferNeed.organisation_id == organisation_id)
    if (db.session.scalar(counted) or 0) >= MOST_OFFERS:
        raise Conflict("too_many_offers", most=MOST_OFFERS)
    offer = OfferNeed(organisation_id=organisation_id, kind=kind)
    _write_offer(offer, text, keywords)
    db.session.add(offer)
    fold(organisation_id)
    fact = facts.OfferAdded(
        actor_id=actor.person_id,
        organisation_id=organisation_id,
        offer_id=offer.id,
        kind=str(kind),
    )
    record(fact)
    return offer


def change_offer(
    actor: Actor, organisation_id: int, offer_id: int, *, text: str, keywords: Sequence[str] = ()
) -> OfferNeed:
    """Put an offer or need into other words."""
    owned(actor, organisation_id)
    offer = queries.get_offer(organisation_id, offer_id)
    _write_offer(offer, text, keywords)
    fold(organisation_id)
    fact = facts.OfferChanged(
        actor_id=actor.person_id, organisation_id=organisation_id, offer_id=offer_id
    )
    record(fact)
    return offer


def _write_offer(offer: OfferNeed, text: str, keywords: Sequence[str]) -> None:
    offer.text, offer.keywords = text, list(keywords)
    offer.search_key = search_key(text, *keywords)[:1000]


def remove_offer(actor: Actor, organisation_id: int, offer_id: int) -> None:
    """Take an offer or need back."""
    owned(actor, organisation_id)
    gone = (
        delete(OfferNeed)
        .where(OfferNeed.id == offer_id, OfferNeed.organisation_id == organisation_id)
        .returning(OfferNeed.id)
    )
    if db.session.scalar(gone) is None:
        raise NotFound
    fold(organisation_id)
    fact = facts.OfferRemoved(
        actor_id=actor.person_id, organisation_id=organisation_id, offer_id=offer_id
    )
    record(fact)


def set_listing(actor: Actor, organisation_id: int, *, is_listed: bool) -> Organisation:
    """Let an organisation stand in the public directory, or take it out; asked twice it is once."""
    organisation = owned(actor, organisation_id)
    if (organisation.listed_at is not None) == is_listed:
        return organisation
    organisation.listed_at = clock.now() if is_listed else None
    kind = facts.OrganisationListed if is_listed else facts.OrganisationUnlisted
    record(kind(actor_id=actor.person_id, organisation_id=organisation_id))
    return organisation


def change_cluster_profile(actor: Actor, organisation_id: int, **values: Any) -> ClusterProfile:
    """Replace what a cluster says of its staff, its members and what it does for them."""
    organisation = owned(actor, organisation_id)
    if organisation.kind != OrganisationKind.CLUSTER:
        raise NotFound
    profile = queries.find_cluster_profile(organisation_id)
    if profile is None:
        profile = ClusterProfile(organisation_id=organisation_id)
        db.session.add(profile)
    for name, value in values.items():
        setattr(profile, name, value)
    note_change(actor, organisation_id, "cluster")
    return profile
