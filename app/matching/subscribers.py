"""What makes the suggestions out of date."""

from app.challenges.facts import ChallengeApproved, ChallengeMoved, DeadlineExtended
from app.core.facts import Fact, subscribe
from app.identity.facts import (
    OfferAdded,
    OfferChanged,
    OfferRemoved,
    OrganisationChanged,
    OrganisationRegistered,
    SizeDeclared,
)
from app.matching.services import request_refresh

CHANGES: tuple[type[Fact], ...] = (
    ChallengeApproved,
    ChallengeMoved,
    DeadlineExtended,
    OfferAdded,
    OfferChanged,
    OfferRemoved,
    OrganisationChanged,
    OrganisationRegistered,
    SizeDeclared,
)


def note_change(_fact: Fact) -> None:
    """Have the suggestions worked out again."""
    request_refresh()


for _kind in CHANGES:
    subscribe(_kind)(note_change)
