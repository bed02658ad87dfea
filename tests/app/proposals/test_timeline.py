"""Where a proposal stands and what comes next: by rule, on the page, for programs."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.identity.queries import actor_for
from app.proposals.queries import list_standing
from app.proposals.rules.timeline import (
    Reply,
    Standing,
    StepState,
    next_of,
    steps_of,
)
from challenges.lifecycle import Phase
from tests.factories import saved
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.identity import make_api_token, make_member, make_organisation
from tests.factories.proposals import make_proposal, make_submitted_proposal

BEGUN = datetime(2026, 9, 1, 8, tzinfo=UTC)
SENT = datetime(2026, 9, 20, 8, tzinfo=UTC)
CLOSES = datetime(2026, 10, 1, 10, tzinfo=UTC)
SCREENED = datetime(2026, 10, 3, 9, tzinfo=UTC)
TOLD = datetime(2026, 11, 20, 9, tzinfo=UTC)
PROMISED = date(2026, 11, 30)


def way(state, phase, **more):
    values = {"created_at": BEGUN, "closes_at": CLOSES, "decision_on": PROMISED}
    if state != "draft":
        values["submitted_at"] = SENT
    return steps_of(Standing(state=state, phase=phase, **(values | more)))


def short(steps):
    return " ".join(f"{step.code}:{step.state}" for step in steps)


@pytest.mark.parametrize(
    ("state", "phase", "expected"),
    [
        (
            "draft",
            Phase.OPEN,
            "begun:done submitted:now screening:next jury:next decision:next",
        ),
        ("draft", Phase.SCREENING, "begun:done missed:ended"),
        (
            "submitted",
            Phase.OPEN,
            (
                "begun:done submitted:done deadline:now screening:next jury:next shortlist:next"
                " decision:next follow_up:next"
            ),
        ),
        (
            "submitted",
            Phase.SCREENING,
            (
                "begun:done submitted:done deadline:done screening:now jury:next shortlist:next"
                " decision:next follow_up:next"
            ),
        ),
        (
            "in_jury",
            Phase.SCREENING,
            (
                "begun:done submitted:done deadline:done screening:done jury:next shortlist:next"
                " decision:next follow_up:next"
            ),
        ),
        (
            "in_jury",
            Phase.JURY,
            (
                "begun:done submitted:done deadline:done screening:done jury:now shortlist:next"
                " decision:next follow_up:next"
            ),
        ),
        (
            "selected",
            Phase.FOLLOW_UP,
            "begun:done submitted:done deadline:done screening:done selected:done follow_up:now",
        ),
        (
            "not_selected",
            Phase.FOLLOW_UP,
            "begun:done submitted:done deadline:done screening:done not_selected:done",
        ),
        (
            "selected",
            Phase.ARCHIVED,
            "begun:done submitted:done deadline:done screening:done selected:done follow_up:done",
        ),
        ("withdrawn", Phase.OPEN, "begun:done submitted:done withdrawn:ended"),
        ("called_off", Phase.ARCHIVED, "begun:done submitted:done called_off:ended"),
    ],
)
def test_the_way_of_a_proposal_by_state_and_phase(state, phase, expected):
    assert short(way(state, phase)) == expected


def test_a_shortlist_that_was_made_stands_in_the_way_with_its_day():
    at = CLOSES + timedelta(days=20)
    steps = way("in_jury", Phase.DECISION, entered={"shortlist": at})
    assert [(one.code, one.at) for one in steps if one.code == "shortlist"] == [("shortlist", at)]
    assert next_of(steps).code == "decision"
    assert next_of(steps).on == PROMISED


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (None, "screening:done ineligible:ended"),
        (Reply(CLOSES), "screening:done reply:now"),
        (Reply(CLOSES, replied_at=SCREENED), "screening:done reply:done answer:now"),
        (Reply(CLOSES, replied_at=SCREENED, is_answered=True), "screening:done ineligible:ended"),
        (Reply(CLOSES, is_answered=True), "screening:done ineligible:ended"),
    ],
)
def test_whoever_is_found_not_eligible_sees_the_right_of_reply(reply, expected):
    steps = way("ineligible", Phase.SCREENING, screened_at=SCREENED, reply=reply)
    assert short(steps).endswith(expected)


def test_what_is_due_says_until_when_and_what_was_says_when():
    draft = next_of(way("draft", Phase.OPEN))
    assert (draft.code, draft.until, draft.at) == ("submitted", CLOSES, None)
    told = way("selected", Phase.FOLLOW_UP, screened_at=SCREENED, told_at=TOLD)
    assert [one.at for one in told if one.state is StepState.DONE] == [
        *(BEGUN, SENT, CLOSES, SCREENED, TOLD)
    ]


RUNNING = [one for one in Phase if one not in (Phase.DRAFT, Phase.IN_REVIEW)]
BEFORE, AFTER = (Phase.PUBLISHED, Phase.OPEN), (Phase.FOLLOW_UP, Phase.ARCHIVED)
# What no proposal can be: judged before the deadline, or without an outcome after all were told.
IMPOSSIBLE = {
    *product(("ineligible", "in_jury", "selected"), BEFORE),
    *product(("submitted", "in_jury"), AFTER),
}
STATES = ("draft", "submitted", "withdrawn", "ineligible", "in_jury", "selected", "called_off")


@pytest.mark.parametrize(("state", "phase"), sorted({*product(STATES, RUNNING)} - IMPOSSIBLE))
def test_at_most_one_step_is_at_hand_and_nothing_is_ahead_of_an_end(state, phase):
    steps = way(state, phase)
    states = [one.state for one in steps]
    assert steps[0].code == "begun"
    assert states.count(StepState.NOW) <= 1
    assert states == sorted(states, key=["done", "now", "next", "ended"].index)
    assert len({one.code for one in steps}) == len(steps)


def test_the_page_shows_where_each_stands_and_what_comes_next(app, browser):
    home = make_organisation()
    person = make_member(home)
    by = {"organisation_id": home.id, "created_by_id": person.id}
    make_proposal(make_challenge(), title="Begun", **by)
    make_submitted_proposal(make_challenge(), title="Sent", **by)
    browser.sign_in(person)
    page = browser.get("/proposals").text
    assert "Submit it" in page
    assert "You can still change it and submit again" in page
    assert f"Applicant file of {home.name}" in page


def test_an_untold_outcome_leaves_no_trace_in_the_way(app):
    challenge = make_challenge(phase="decision")
    found = []
    for state in ("eligible", "shortlisted", "selected", "not_selected"):
        proposal = make_submitted_proposal(challenge, state=state)
        (standing,) = list_standing(actor_for(proposal.created_by), clock.now(), 9, 0)
        found.append((standing.state, short(standing.steps)))
    assert len(set(found)) == 1
    assert found[0][0] == "in_jury"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(app, count_queries, number):
    home = make_organisation()
    person = make_member(home)
    for _ in range(number):
        by = {"organisation_id": home.id, "created_by_id": person.id}
        make_submitted_proposal(make_challenge(), **by)
    actor = actor_for(person)
    db.session.expire_all()
    with count_queries as counter:
        found = list_standing(actor, clock.now(), 9, 0)
        assert [one.next.code for one in found] == ["deadline"] * number
    assert counter.count == 3


def test_programs_get_the_same_way_page_by_page(app, client):
    home = make_organisation()
    person = make_member(home)
    by = {"organisation_id": home.id, "created_by_id": person.id}
    challenge = make_challenge()
    first = make_submitted_proposal(challenge, **by)
    make_submitted_proposal(make_challenge(), **by)
    head = {"Authorization": f"Bearer {make_api_token(person, 'read')}"}
    page = client.get("/api/v1/proposals/standing?limit=1", headers=head).json
    assert len(page["items"]) == 1
    whole = client.get("/api/v1/proposals/standing", headers=head).json
    (mine,) = [one for one in whole["items"] if one["id"] == encode_id(first.id)]
    assert [one["code"] for one in mine["steps"]][:3] == ["begun", "submitted", "deadline"]
    assert mine["next"]["until"] == deadline_of(challenge).isoformat()
    with time_machine.travel(deadline_of(challenge)):
        later = client.get("/api/v1/proposals/standing", headers=head).json
    (mine,) = [one for one in later["items"] if one["id"] == encode_id(first.id)]
    assert mine["next"] == {"code": "screening", "state": "next"} | dict.fromkeys(
        ("at", "until", "on")
    )


def test_a_finding_shows_until_when_to_reply(app, browser):
    from app.selection.models import IneligibleFinding

    proposal = make_submitted_proposal(make_challenge(phase="screening"), state="ineligible")
    at = clock.now()
    finding = {"number": 1, "reason": "Too large", "reply_until": at + timedelta(days=5)}
    saved(lambda: IneligibleFinding(proposal_id=proposal.id, found_at=at, **finding))
    browser.sign_in(proposal.created_by)
    assert "you can reply once" in browser.get("/proposals").text
