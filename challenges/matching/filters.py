"""Who may apply at all: yes or no, whatever the score."""

from collections.abc import Mapping
from enum import StrEnum

from challenges.matching.model import Profile, Wanted


class Obstacle(StrEnum):
    """Why an organisation cannot apply to a challenge."""

    OWN = "own"
    KIND = "kind"
    COUNTRY = "country"


LARGE = "large"
# As what an organisation of each kind may apply; most start-ups are small companies, too, and a
# research team is what a consortium is made with. Clusters, authorities, investors and the press
# answer no challenge.
_APPLIES_AS: Mapping[str, frozenset[str]] = {
    "sme": frozenset({"sme"}),
    "startup": frozenset({"startup", "sme"}),
    "research": frozenset({"research", "consortium"}),
    "large_company": frozenset({"large_company"}),
}
_COMPANIES = frozenset({"sme", "startup"})


def applies_as(kind: str, size: str | None) -> frozenset[str]:
    """Return as what an organisation may apply; who declared a large size is a large company."""
    if kind in _COMPANIES and size == LARGE:
        return _APPLIES_AS["large_company"]
    return _APPLIES_AS.get(kind, frozenset())


def obstacles(profile: Profile, wanted: Wanted) -> tuple[Obstacle, ...]:
    """Return what keeps an organisation from applying; nothing for who may."""
    found = []
    if wanted.owner == profile.key:
        found.append(Obstacle.OWN)
    as_what = applies_as(profile.kind, profile.size)
    if not as_what or (wanted.who and not as_what & set(wanted.who)):
        found.append(Obstacle.KIND)
    if wanted.countries and profile.country not in wanted.countries:
        found.append(Obstacle.COUNTRY)
    return tuple(found)
