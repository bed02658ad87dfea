"""What organisations say of themselves, beyond their name: the choices there are."""

from collections.abc import Collection, Iterable
from enum import StrEnum


class LabelKind(StrEnum):
    """What a label of an organisation belongs to."""

    NACE = "nace"
    ECOSYSTEM = "ecosystem"
    PRIORITY = "priority"
    KEYWORD = "keyword"


class OfferKind(StrEnum):
    """Whether an organisation has something or looks for it."""

    OFFER = "offer"
    NEED = "need"


class StartupStage(StrEnum):
    """How far a start-up has come."""

    IDEA = "idea"
    PROTOTYPE = "prototype"
    FIRST_CUSTOMERS = "first_customers"
    GROWTH = "growth"
    SCALE_UP = "scale_up"


class StaffBand(StrEnum):
    """How many people work for a cluster's organisation, in full-time equivalents."""

    UNDER_HALF = "under_half"
    HALF_TO_2 = "half_to_2"
    TO_5 = "2_to_5"
    TO_10 = "5_to_10"
    OVER_10 = "over_10"


class SupportService(StrEnum):
    """What a cluster does for its members."""

    MATCHMAKING = "matchmaking"
    TECHNOLOGY_TRANSFER = "technology_transfer"
    TEST_FACILITIES = "test_facilities"
    TRAINING = "training"
    FUNDING_ADVICE = "funding_advice"
    INTERNATIONALISATION = "internationalisation"
    INCUBATION = "incubation"
    DIGITALISATION = "digitalisation"
    GREEN_TRANSITION = "green_transition"
    MARKET_INTELLIGENCE = "market_intelligence"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    EVENTS = "events"


class ClusterHint(StrEnum):
    """What the European lists of clusters expect, where a cluster's figures fall short of it."""

    STAFF = "staff"
    MEMBERS = "members"
    KINDS = "kinds"
    SUM = "sum"


LEAST_MEMBERS = 15
LEAST_KINDS = 2


def cluster_hints(
    staff: StaffBand | None, members: int | None, counts: Collection[int | None]
) -> list[ClusterHint]:
    """Return what a cluster lacks: half a post, fifteen members, two kinds of them, a sum."""
    known = [number for number in counts if number is not None]
    hints = []
    if staff in (None, StaffBand.UNDER_HALF):
        hints.append(ClusterHint.STAFF)
    if (members or 0) < LEAST_MEMBERS:
        hints.append(ClusterHint.MEMBERS)
    if sum(number > 0 for number in known) < LEAST_KINDS:
        hints.append(ClusterHint.KINDS)
    if members is not None and sum(known) > members:
        hints.append(ClusterHint.SUM)
    return hints


def found_by(search_key: str, texts: Iterable[str]) -> str:
    """Return everything that an organisation is found by; no word spans two of the texts."""
    return "\n".join([search_key, *sorted(set(texts))])


def division_code(code: str) -> str:
    """Return the two digits of the division that an activity is in."""
    return code[:2]
