"""Who sits on a panel, at a glance: where they come from, what they know, what nobody knows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.juries.rules.roles import COUNTING, may_judge

# What an organisation's kind says of the part of society that its people come from.
HELIX_OF_KIND = {
    "sme": "business",
    "startup": "business",
    "large_company": "business",
    "investor": "business",
    "research": "research",
    "public": "public",
    "cluster": "society",
}


@dataclass(frozen=True)
class Composition:
    """The jurors whose marks count, by what they bring; `missing` are topics nobody knows."""

    jurors: int = 0
    organisations: Mapping[str, int] = field(default_factory=dict)
    countries: Mapping[str, int] = field(default_factory=dict)
    helix: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[tuple[int, str], ...] = ()


def compose(
    jurors: Iterable[Any], profiles: Mapping[int, Any], themes: Mapping[int, str]
) -> Composition:
    """Return the composition of a panel; `themes` are those of the challenges it judges."""
    counted = [one for one in jurors if one.role in COUNTING]
    known = {one.id: _topics(one, profiles) for one in counted}
    missing = tuple(
        (challenge_id, theme)
        for challenge_id, theme in themes.items()
        if not any(theme in known[one.id] for one in counted if may_judge(one, challenge_id))
    )
    return Composition(
        jurors=len(counted),
        organisations=_count(_organisation(one, profiles) for one in counted),
        countries=_count(_country(one, profiles) for one in counted),
        helix=_count(_helix(one, profiles) for one in counted),
        topics=_count(topic for one in counted for topic in sorted(known[one.id])),
        missing=missing,
    )


def _count(values: Iterable[str | None]) -> dict[str, int]:
    """Return how often each value comes, the most frequent first."""
    counts = Counter(value or "" for value in values)
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _topics(juror: Any, profiles: Mapping[int, Any]) -> frozenset[str]:
    profile = profiles.get(juror.person_id)
    return frozenset() if profile is None else frozenset(profile.topics)


def _organisation(juror: Any, profiles: Mapping[int, Any]) -> str | None:
    profile = profiles.get(juror.person_id)
    if juror.organisation is not None:
        return str(juror.organisation.name)
    return profile.organisation_name if profile else None


def _country(juror: Any, profiles: Mapping[int, Any]) -> str | None:
    profile = profiles.get(juror.person_id)
    if profile is not None and profile.country:
        return str(profile.country)
    return juror.organisation.country if juror.organisation is not None else None


def _helix(juror: Any, profiles: Mapping[int, Any]) -> str | None:
    profile = profiles.get(juror.person_id)
    if profile is not None and profile.helix:
        return str(profile.helix)
    if juror.organisation is None:
        return None
    return HELIX_OF_KIND.get(str(juror.organisation.kind))
