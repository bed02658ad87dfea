"""Questions about challenges for tests."""

from typing import Any

from app.challenges.models import Challenge
from app.enquiries.models import ChallengeFollower, Enquiry
from app.enquiries.rules import fingerprint
from app.identity.models import Person
from tests.factories import numbers, saved
from tests.factories.challenges import make_member_of
from tests.factories.identity import make_organisation


def make_enquiry(challenge: Challenge, **values: Any) -> Enquiry:
    """Make an open question by a member of an SME of its own."""
    organisation = values.pop("organisation_id", None) or make_organisation().id
    asker = values.pop("asked_by_id", None) or make_member_of(organisation)
    text = (
        values.pop("asked_text", None)
        or f"May a partner from Norway take part, case {next(numbers)}?"
    )
    defaults = {"text": text, "asked_text": text, "fingerprint": fingerprint(text)}
    ids = {"challenge_id": challenge.id, "organisation_id": organisation, "asked_by_id": asker}
    return saved(lambda: Enquiry(**(defaults | ids | values)))


def make_follower(challenge: Challenge, person: Person) -> ChallengeFollower:
    """Make a person a follower of a challenge."""
    return saved(lambda: ChallengeFollower(challenge_id=challenge.id, person_id=person.id))
