"""Who makes a proposal together: what follows from those who agreed."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.core.text import search_key

MAX_PARTNERS = 12
RESEARCH = "research"


def confirmed(partners: Iterable[Any]) -> list[Any]:
    """Return the partners who agreed, in the order in which they were named."""
    return [one for one in partners if one.confirmed_at is not None]


def countries_of(partners: Iterable[Any]) -> list[str]:
    """Return the countries of the partners who agreed, each once."""
    return sorted({one.country for one in confirmed(partners)})


def has_research(partners: Iterable[Any]) -> bool:
    """Whether one of those who agreed does research."""
    return any(one.kind == RESEARCH for one in confirmed(partners))


def entries_of(partners: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what a version freezes of the partners who agreed."""
    names = ("name", "country", "kind", "part")
    return [
        {"organisation": one.organisation_id, **{name: getattr(one, name) for name in names}}
        for one in confirmed(partners)
    ]


def is_of(partner: Any, person_id: int | None, organisation_ids: Iterable[int]) -> bool:
    """Whether a partner who agreed is somebody's: their organisation, or they agreed for it."""
    if partner.confirmed_at is None or person_id is None:
        return False
    return partner.organisation_id in set(organisation_ids) or partner.confirmed_by_id == person_id


def choose_home(organisations: Sequence[Any], named: str) -> Any | None:
    """Return the organisation for which somebody agrees: the one of that name, or the only one.

    None where neither tells: then the partner stays named, and no organisation is bound.
    """
    same = [one for one in organisations if search_key(one.name) == named]
    if same:
        return same[0]
    return organisations[0] if len(organisations) == 1 else None
