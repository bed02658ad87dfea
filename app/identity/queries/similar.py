"""Reads of organisations that look like a given one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.core.db import db
from app.core.text import latin_key, search_key
from app.identity.models import Organisation
from app.identity.rules.similarity import Likeness, Reason, core_of, reasons, site_of, weight

MOST_COMPARED = 1_000
PIECE = 3  # letters that a name has to share somewhere before it is compared


@dataclass(frozen=True)
class Similar:
    """An organisation that looks like another, and why."""

    organisation: Organisation
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """How much the reasons weigh."""
        return weight(self.reasons)


def likeness_of(one: Organisation) -> Likeness:
    """Return what is compared of an organisation."""
    return Likeness.of(
        *(one.name, one.latin_name, one.legal_name),
        country=one.country,
        vat_number=one.vat_number,
        website=one.website,
    )


def find_similar_to(said: Mapping[str, Any]) -> list[Similar]:
    """Return organisations of the directory that may be the one of which this is said."""
    wanted = Likeness.of(
        *(said["name"], said.get("latin_name"), said.get("legal_name")),
        country=said["country"],
        vat_number=said.get("vat_number"),
        website=said.get("website"),
    )
    return find_similar(wanted)


def find_similar(
    wanted: Likeness, *, but: int | None = None, listed_only: bool = True, limit: int = 5
) -> list[Similar]:
    """Return organisations that look like this one, the likest first.

    Whoever enters an organisation is shown only what the directory shows anyway.
    """
    query = select(Organisation).where(_may_be(wanted)).limit(MOST_COMPARED)
    if but is not None:
        query = query.where(Organisation.id != but)
    if listed_only:
        query = query.where(Organisation.listed_at.is_not(None))
    compared = [Similar(o, reasons(wanted, likeness_of(o))) for o in db.session.scalars(query)]
    found = [one for one in compared if one.reasons]
    return sorted(found, key=lambda one: (-one.weight, one.organisation.search_key))[:limit]


def _may_be(wanted: Likeness) -> ColumnElement[bool]:
    """Narrow down in the database: same VAT number, or in the same country a piece of the name."""
    site = site_of(wanted.website)
    near = [Organisation.search_key.contains(piece, autoescape=True) for piece in _pieces(wanted)]
    near += [Organisation.legal_name.is_not(None)]  # the search key has no legal names
    if site:
        near.append(Organisation.website.contains(site.partition("/")[0], autoescape=True))
    found = and_(Organisation.country == wanted.country, or_(*near))
    if wanted.vat_number:
        found = or_(found, Organisation.vat_number == wanted.vat_number)
    return found


def _pieces(wanted: Likeness) -> Sequence[str]:
    """Return the first and last letters of the three longest words of each name."""
    found: dict[str, None] = {}
    for name in wanted.names:
        core = core_of(name)
        spelled = [word for word in search_key(name).split() if latin_key(word) != word]
        for word in sorted({*core.split(), *spelled}, key=len, reverse=True)[:6]:
            found[word[:PIECE]] = found[word[-PIECE:]] = None
    return [piece for piece in found if len(piece) >= PIECE - 1]
