"""Reads of organisations and challenges as the kernel matches them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.challenges.models import Challenge
from app.challenges.queries import brief_of
from app.core.db import db
from app.identity.models import OfferNeed, Organisation, OrganisationLabel
from app.identity.rules import OrganisationKind
from app.identity.rules.profiles import LabelKind, OfferKind
from challenges.lifecycle import Phase
from challenges.matching import Profile, Wanted, wanted_of

SMALL_SOLVERS = (OrganisationKind.SME, OrganisationKind.STARTUP, OrganisationKind.RESEARCH)
SOLVERS = (*SMALL_SOLVERS, OrganisationKind.LARGE_COMPANY)


def list_profiles() -> list[Profile]:
    """Return every organisation that could answer a challenge, with all that it says it can do."""
    columns = (
        Organisation.id,
        Organisation.kind,
        Organisation.country,
        Organisation.size_class,
        Organisation.description,
    )
    rows = db.session.execute(select(*columns).where(Organisation.kind.in_(SOLVERS))).all()
    labels, offers = _labels(), _offers()
    return [
        Profile(
            key=row.id,
            kind=str(row.kind),
            country=row.country,
            size=row.size_class,
            nace=tuple(labels[row.id, LabelKind.NACE]),
            ecosystems=tuple(labels[row.id, LabelKind.ECOSYSTEM]),
            priorities=tuple(labels[row.id, LabelKind.PRIORITY]),
            keywords=tuple(labels[row.id, LabelKind.KEYWORD]),
            description=row.description or "",
            offers=tuple(offers[row.id]),
        )
        for row in rows
    ]


def _labels() -> dict[tuple[int, str], list[str]]:
    """Return the labels of every organisation by kind: keywords as written, all others as codes."""
    one = OrganisationLabel
    query = select(one.organisation_id, one.kind, one.code, one.text).order_by(one.place, one.code)
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for organisation_id, kind, code, text in db.session.execute(query):
        found[organisation_id, kind].append((text or code) if kind == LabelKind.KEYWORD else code)
    return found


def _offers() -> dict[int, list[str]]:
    query = select(OfferNeed.organisation_id, OfferNeed.text).where(
        OfferNeed.kind == OfferKind.OFFER
    )
    found: dict[int, list[str]] = defaultdict(list)
    for organisation_id, text in db.session.execute(
        query.order_by(OfferNeed.created_at, OfferNeed.id)
    ):
        found[organisation_id].append(text)
    return found


def list_wanted(now: datetime) -> list[Wanted]:
    """Return what the challenges ask for that take proposals now or soon."""
    query = (
        select(Challenge)
        .options(selectinload(Challenge.criteria), selectinload(Challenge.questions))
        .where(Challenge.phase == Phase.PUBLISHED, Challenge.closes_at > now)
        .order_by(Challenge.id)
    )
    return wanted_from(db.session.scalars(query).all())


def wanted_from(challenges: Sequence[Challenge]) -> list[Wanted]:
    """Return what some challenges ask for."""
    return [
        wanted_of(brief_of(one), key=one.id, owner=one.owner_organisation_id) for one in challenges
    ]
