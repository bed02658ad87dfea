"""What is missing in an organisation's profile, the most useful first."""

from collections.abc import Collection
from dataclasses import dataclass

from app.identity.rules.kinds import OrganisationKind
from app.identity.rules.profiles import LabelKind, OfferKind

COMPANIES = frozenset(
    {OrganisationKind.SME, OrganisationKind.STARTUP, OrganisationKind.LARGE_COMPANY}
)


@dataclass(frozen=True, kw_only=True)
class ProfileState:
    """What is known of an organisation, as far as completeness asks."""

    kind: str
    description: bool
    website: bool
    region: bool
    labels: Collection[str]
    offers: Collection[str]
    size: bool
    logo: bool
    listed: bool
    cluster_profile: bool = False


@dataclass(frozen=True)
class Completeness:
    """What is there and what is missing, by name."""

    done: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """How much is there, rounded down."""
        return 100 * len(self.done) // (len(self.done) + len(self.missing))


def completeness_of(state: ProfileState) -> Completeness:
    """Return what is there and what is missing, each in the order in which it helps most."""
    wanted = {
        "description": state.description,
        "region": state.region,
        "nace": LabelKind.NACE in state.labels,
        "size": state.size if state.kind in COMPANIES else None,
        "cluster": state.cluster_profile if state.kind == OrganisationKind.CLUSTER else None,
        "ecosystem": LabelKind.ECOSYSTEM in state.labels,
        "keywords": LabelKind.KEYWORD in state.labels,
        "offers": OfferKind.OFFER in state.offers,
        "needs": OfferKind.NEED in state.offers,
        "listed": state.listed,
        "website": state.website,
        "logo": state.logo,
    }
    asked = {name: there for name, there in wanted.items() if there is not None}
    return Completeness(
        tuple(name for name, there in asked.items() if there),
        tuple(name for name, there in asked.items() if not there),
    )
