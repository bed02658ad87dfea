"""What organisations are."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is."""

    CLUSTER = "cluster"
    LARGE_COMPANY = "large_company"
    SME = "sme"
    STARTUP = "startup"
    RESEARCH = "research"
    PUBLIC = "public"
    INVESTOR = "investor"
    OTHER = "other"


class SizeClass(StrEnum):
    """How large a company says it is, by the European Union's definition."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


# Clusters run Days, so an operator makes them; everybody else signs up.
SELF_DECLARED = frozenset(OrganisationKind) - {OrganisationKind.CLUSTER}
