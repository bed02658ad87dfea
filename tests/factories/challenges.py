"""Challenges for tests."""

from datetime import datetime, timedelta
from typing import Any

from app.challenges.models import Challenge, ChallengeCriterion, ChallengeQuestion
from app.core import clock
from app.events.models import Event
from app.identity.models import OrganisationKind
from tests.factories import saved
from tests.factories.events import make_event
from tests.factories.identity import make_member, make_organisation

LEVELS = ["Nothing", "Little", "Some", "Solid", "Strong", "Outstanding"]


def make_challenge(event: Event | None = None, **values: Any) -> Challenge:
    """Make a published challenge that is open now, with two criteria and one question."""
    the_event = event or make_event()
    owner = values.pop("owner_organisation_id", None)
    if owner is None:
        owner = make_organisation(kind=OrganisationKind.LARGE_COMPANY).id
    creator = values.pop("created_by_id", None) or make_member_of(owner)
    now = clock.now()
    defaults = {
        "event_id": the_event.id,
        "owner_organisation_id": owner,
        "created_by_id": creator,
        "phase": "published",
        "title": "Fifteen per cent less energy in chilled storage",
        "theme": "storage",
        "summary": "Same product temperature, less electricity.",
        "problem": "Cold stores use too much energy.",
        "wanted_outcome": "15 % less within a year.",
        "budget_minor": 4_000_000,
        "who_may_apply": ["sme", "startup", "research"],
        "ip": "kept",
        "sponsor_name": "Agnieszka Żółkiewska",
        "opens_at": now - timedelta(days=7),
        "closes_at": now + timedelta(days=7),
        "decision_on": (now + timedelta(days=60)).date(),
        "trl_min": 3,
    }
    return saved(lambda: _with_parts(Challenge(**(defaults | values))))


def deadline_of(challenge: Challenge) -> datetime:
    """Return the deadline of a challenge that has one."""
    assert challenge.closes_at is not None
    return challenge.closes_at


def make_member_of(organisation_id: int) -> int:
    """Make a member of the organisation with this id and return the person's id."""
    from app.core.db import db
    from app.identity.models import Organisation

    organisation = db.session.get(Organisation, organisation_id)
    assert organisation is not None
    return make_member(organisation).id


def _with_parts(challenge: Challenge) -> Challenge:
    for position, (key, name, weight) in enumerate((("fit", "Fit", 60), ("team", "Team", 40))):
        challenge.criteria.append(
            ChallengeCriterion(
                position=position, key=key, name=name, weight=weight, levels=list(LEVELS)
            )
        )
    question = ChallengeQuestion(position=0, key="solution", label="Your solution", max_words=50)
    challenge.questions.append(question)
    return challenge
