"""The funnel of a challenge and its clocks, from records to the page."""

from datetime import timedelta

import pytest
import time_machine

from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import EVERYBODY, NOBODY
from app.events.queries import get_event
from app.proposals.services import judging
from app.selection.queries.funnel import list_challenge_funnels
from tests.api.program import Program
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal

DAY = timedelta(days=1)


@pytest.fixture
def lead(app):
    person = make_person(email="lead@example.org")
    make_team_member(make_event(slug="day"), person, TeamRole.LEAD)
    return person


def read(seen=EVERYBODY):
    return list_challenge_funnels(get_event("day"), seen)


def test_each_stage_counts_whoever_came_that_far(lead):
    challenge = make_challenge(get_event("day"), phase="jury")
    make_proposal(challenge, answers={})
    for state in ("withdrawn", "ineligible", "eligible", "shortlisted", "selected", "submitted"):
        make_submitted_proposal(challenge, state=state)
    [one] = read()
    assert (one.started, one.submitted, one.eligible, one.shortlisted) == (7, 6, 3, 2)
    assert (one.selected, one.waiting) == (1, 1)
    assert one.drafts == {"begun": 0, "halfway": 1, "complete": 0}
    [nothing] = read(NOBODY)
    assert (nothing.started, nothing.submitted, nothing.clocks) == (0, 0, None)


def test_the_clocks_run_from_the_deadline_to_the_screening_and_to_the_outcome(lead, browser):
    challenge = make_challenge(get_event("day"))
    first, second = (make_submitted_proposal(challenge) for _ in range(2))
    assert read()[0].clocks is None  # it is still open
    actor, closes_at = actor_of(lead), challenge.closes_at
    with time_machine.travel(closes_at + 2 * DAY, tick=False), unit_of_work():
        judging.screen_proposal(actor, first.id, "eligible")
    with time_machine.travel(closes_at + 5 * DAY, tick=False):
        with unit_of_work():
            judging.screen_proposal(actor, second.id, "ineligible", "Too late")
        with unit_of_work():
            judging.screen_proposal(actor, second.id, "eligible", "In time after all")
        clocks = read()[0].clocks
        browser.sign_in(lead)
        page = browser.get("/manage/day/funnel").text
    assert clocks is not None
    assert (clocks.proposals, clocks.replied, clocks.reply_days, clocks.decided) == (2, 2, 3.5, 0)
    assert ("3.5" in page, "2 of 2" in page) == (True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_often_whatever_there_is(lead, count_queries, number):
    for _ in range(number):
        challenge = make_challenge(get_event("day"))
        for _ in range(number):
            make_proposal(challenge)
    event = get_event("day")
    with count_queries as n:
        assert len(list_challenge_funnels(event, EVERYBODY)) == number
    assert n.count == 7


def test_programs_get_the_same(lead, client):
    make_submitted_proposal(make_challenge(get_event("day")))
    [one] = Program.of(client, lead).get("/events/day/funnel")["items"]
    assert (one["started"], one["submitted"], one["clocks"]) == (1, 1, None)
