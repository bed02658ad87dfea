"""Putting a deadline off to the day of the decision where the event is, and who may edit."""

from datetime import UTC, date, datetime

import pytest

from app.challenges.models import Challenge
from app.challenges.queries import brief_of, get_editable_challenge
from app.challenges.services import moving
from app.core.authz import READ
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.uow import unit_of_work
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = datetime(2127, 6, 1, 12, tzinfo=UTC)
DECISION = date(2127, 6, 30)


@pytest.mark.parametrize(
    ("zone", "new", "is_in_time"),
    [
        ("Europe/Vilnius", datetime(2127, 6, 30, 20, 59, tzinfo=UTC), True),
        ("Europe/Vilnius", datetime(2127, 6, 30, 21, 0, tzinfo=UTC), False),
        ("America/New_York", datetime(2127, 7, 1, 3, 59, tzinfo=UTC), True),
        ("America/New_York", datetime(2127, 7, 1, 4, 0, tzinfo=UTC), False),
    ],
)
def test_a_deadline_is_put_off_to_the_end_of_the_day_of_the_decision(app, zone, new, is_in_time):
    event = make_event(timezone=zone)
    organiser = make_person()
    make_team_member(event, organiser)
    dates = {"opens_at": OPENS, "closes_at": CLOSES, "decision_on": DECISION}
    challenge = make_challenge(event, **dates)
    refusals = []
    try:
        with unit_of_work():
            moving.extend_deadline(actor_of(organiser), challenge.id, new, "Holidays")
    except Invalid as error:
        refusals.append(error.code)
    assert refusals == ([] if is_in_time else ["deadline_after_decision"])
    assert (db.session.get(Challenge, challenge.id).closes_at == new) is is_in_time


def test_a_brief_counts_the_weeks_to_the_decision_from_the_day_where_the_event_is(app):
    event = make_event(timezone="Europe/Vilnius")
    closes = datetime(2126, 6, 1, 21, 30, tzinfo=UTC)  # half past midnight of the 2nd
    challenge = make_challenge(event, closes_at=closes, decision_on=date(2126, 6, 9))
    assert brief_of(challenge).schedule.decision_weeks_after_close == 1


def test_a_token_that_only_reads_opens_nothing_for_editing(app):
    challenge = make_challenge(phase="draft")
    reader = actor_of(challenge.created_by, challenge.owner_organisation, scopes=frozenset({READ}))
    with pytest.raises(Forbidden):
        get_editable_challenge(reader, challenge.id)
    writer = actor_of(challenge.created_by, challenge.owner_organisation)
    assert get_editable_challenge(writer, challenge.id).id == challenge.id
