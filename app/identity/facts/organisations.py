"""What happens to organisations, their people and their clusters."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Fact):
    """An organisation was entered."""

    organisation_id: int
    kind: Code


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact):
    """What is said of an organisation changed, in one part of its profile."""

    organisation_id: int
    part: Code = "profile"


@dataclass(frozen=True, kw_only=True)
class SizeDeclared(Fact):
    """An organisation declared its size."""

    organisation_id: int
    declaration_id: int
    size_class: Code


@dataclass(frozen=True, kw_only=True)
class OfferAdded(Fact):
    """An organisation told what it offers or needs."""

    organisation_id: int
    offer_id: int
    kind: Code


@dataclass(frozen=True, kw_only=True)
class OfferChanged(Fact):
    """An organisation put an offer or need into other words."""

    organisation_id: int
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferRemoved(Fact):
    """An organisation took an offer or need back."""

    organisation_id: int
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationListed(Fact):
    """An organisation agreed to stand in the directory."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationUnlisted(Fact):
    """An organisation left the directory."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(Fact):
    """Somebody got another role in an organisation."""

    organisation_id: int
    person_id: int
    role: Code


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipAsked(Fact):
    """An organisation asked to belong to a cluster, or a cluster asked an organisation."""

    organisation_id: int
    cluster_id: int
    membership_id: int
    asked_by: Code


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipAccepted(Fact):
    """An organisation became a member of a cluster."""

    organisation_id: int
    cluster_id: int
    membership_id: int


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipDeclined(Fact):
    """One side did not want a membership in a cluster."""

    organisation_id: int
    cluster_id: int
    membership_id: int


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipEnded(Fact):
    """An organisation left a cluster, or a question about it was taken back."""

    organisation_id: int
    cluster_id: int
    membership_id: int
    ended_by: Code


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Fact):
    """Somebody became a member of an organisation, by founding it or by accepting."""

    organisation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    """Somebody left an organisation, or was taken out of it."""

    organisation_id: int
    person_id: int
