"""Keeping with each organisation what the directory finds and counts it by, in one row."""

from collections import defaultdict

from sqlalchemy import select

from app.core.db import db
from app.identity.models import OfferNeed, Organisation, OrganisationLabel
from app.identity.rules import LabelKind
from app.identity.rules.profiles import division_code, found_by


def fold(*organisation_ids: int) -> None:
    """Write anew what organisations are found by, after their names, labels or offers changed."""
    db.session.flush()
    texts, divisions = _texts(organisation_ids), _divisions(organisation_ids)
    query = select(Organisation).where(Organisation.id.in_(organisation_ids))
    for one in db.session.scalars(query):
        one.found_by = found_by(one.search_key, texts[one.id])
        one.main_division = divisions.get(one.id)
    db.session.flush()


def _texts(organisation_ids: tuple[int, ...]) -> dict[int, list[str]]:
    keywords = (
        select(OrganisationLabel.organisation_id, OrganisationLabel.code)
        .where(OrganisationLabel.organisation_id.in_(organisation_ids))
        .where(OrganisationLabel.kind == LabelKind.KEYWORD)
    )
    offers = select(OfferNeed.organisation_id, OfferNeed.search_key).where(
        OfferNeed.organisation_id.in_(organisation_ids)
    )
    texts: dict[int, list[str]] = defaultdict(list)
    for query in (keywords, offers):
        for organisation_id, text in db.session.execute(query):
            texts[organisation_id].append(text)
    return texts


def _divisions(organisation_ids: tuple[int, ...]) -> dict[int, str | None]:
    query = (
        select(OrganisationLabel.organisation_id, OrganisationLabel.code)
        .where(OrganisationLabel.organisation_id.in_(organisation_ids))
        .where(OrganisationLabel.kind == LabelKind.NACE, OrganisationLabel.place == 0)
    )
    return {one: division_code(code) for one, code in db.session.execute(query)}
