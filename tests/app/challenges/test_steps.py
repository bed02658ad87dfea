"""A brief is written in steps: each saves its own fields and leads to what is missing."""

from dataclasses import replace

import pytest

from app.challenges.models import Challenge
from app.challenges.rules.coaching import Progress
from app.challenges.rules.completeness import Gap, Promises, find_gaps
from app.challenges.rules.steps import FIELDS, Step, first_open, next_step, states_of, step_of
from app.challenges.schemas import ChallengeDraft
from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.times import to_local
from challenges.brief import Eligibility, Offer, Problem, Tags, Terms, library
from tests.app.challenges.sending import step_fields
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event
from tests.factories.identity import make_member, make_organisation

NOTHING = replace(
    library()[0],
    title="",
    summary="",
    problem=Problem("", "", "", ""),
    offer=Offer(0, "EUR", "", "", ""),
    terms=Terms(),
    tags=Tags(),
    eligibility=Eligibility((), (), 7, 3, ""),
    measures=(),
    questions=(),
    criteria=(replace(library()[0].criteria[0], name="", weight=20),),
)


def draft_of(browser, **values):
    challenge = make_challenge(phase="draft", **values)
    browser.sign_in(challenge.created_by)
    return challenge, f"/challenges/{encode_id(challenge.id)}/edit"


def test_every_field_of_a_draft_stands_on_one_step():
    named = [field for fields in FIELDS.values() for field in fields]
    assert sorted(named) == sorted(set(ChallengeDraft().load_fields) - {"version"})


def test_everything_that_can_be_missing_has_a_step():
    promises = Promises("", None, None, None, "UTC")
    gaps = find_gaps(NOTHING, promises, clock.now())
    found = {step_of(gap.field) for gap in gaps}
    assert found == set(Step)
    assert step_of("criteria-0-levels-2") is Step.CRITERIA


@pytest.mark.parametrize(
    ("fields", "step"),
    [((), Step.PROBLEM), (("sponsor_name", "ip"), Step.TERMS), (("questions",), Step.CRITERIA)],
)
def test_somebody_goes_on_at_the_first_step_that_needs_something(fields, step):
    assert first_open([Gap(field, "x") for field in fields]) is step


def test_steps_follow_each_other_and_the_last_is_the_end():
    assert [next_step(step) for step in Step] == [
        Step.OFFER,
        Step.TERMS,
        Step.CRITERIA,
        Step.SENDING,
        Step.SENDING,
    ]


def test_a_step_counts_its_fields_and_not_their_parts():
    missing = [Gap(f"criteria-0-levels-{n}", "x") for n in range(6)]
    missing += [Gap("questions", "x"), Gap("title", "x")]
    states = states_of(Progress(0, 23, tuple(missing), ()))
    assert [(str(state.step), state.missing) for state in states] == [
        ("problem", 1),
        ("offer", 0),
        ("terms", 0),
        ("criteria", 2),
        ("sending", 0),
    ]
    assert [state.is_done for state in states] == [False, True, True, False, True]


def test_a_step_leaves_what_stands_on_the_others(app, browser):
    challenge, edit = draft_of(browser, transition=["green"], keywords=["cold"], sdg=[7])
    sent = {"title": "New", "theme": "energy", "version": 1, "act": "next"}
    answer = browser.post(f"{edit}/problem", sent)
    assert answer.location == f"{edit}/offer"
    db.session.rollback()
    kept = db.session.get_one(Challenge, challenge.id)
    assert (kept.title, kept.version) == ("New", 2)
    assert [row.name for row in kept.criteria] == ["Fit", "Team"]
    assert [row.label for row in kept.questions] == ["Your solution"]
    assert (kept.transition, kept.keywords, kept.sdg) == (["green"], ["cold"], [7])
    assert kept.who_may_apply == ["sme", "startup", "research"]
    assert kept.sponsor_name == "Agnieszka Żółkiewska"


@pytest.mark.parametrize("step", list(Step))
def test_sending_a_step_as_it_stands_changes_nothing(app, browser, step):
    challenge, edit = draft_of(
        browser,
        measures=[{"name": "Energy", "today": "100 %", "wanted": "85 %"}],
        nace=["52.10"],
        transition=["green"],
        countries=["DE", "PL"],
        languages=["en"],
    )
    before = _values(challenge)
    answer = browser.post(f"{edit}/{step}", step_fields(challenge, step))
    assert answer.status_code == 302
    db.session.rollback()
    assert _values(db.session.get_one(Challenge, challenge.id)) == before


def _values(challenge):
    own = {field: getattr(challenge, field) for step in Step for field in FIELDS[step]}
    own["criteria"] = [(row.key, row.name, row.weight, row.levels) for row in challenge.criteria]
    own["questions"] = [(row.key, row.label, row.max_words) for row in challenge.questions]
    minute = {"second": 0, "microsecond": 0}
    return own | {name: own[name].replace(**minute) for name in ("opens_at", "closes_at")}


def test_the_editor_opens_where_something_is_missing(app, browser):
    _, edit = draft_of(browser, context="A plant", ip="")
    assert browser.get(edit).location == f"{edit}/terms"


def test_a_second_tab_is_told_and_saves_nothing_over_the_first(app, browser):
    challenge, edit = draft_of(browser)
    first = {"title": "First", "theme": "energy", "version": 1}
    assert browser.post(f"{edit}/problem", first).status_code == 302
    for step, field in (("problem", "title"), ("sending", "sponsor_name")):
        second = step_fields(challenge, step, version=1) | {field: "Second"}
        answer = browser.post(f"{edit}/{step}", second)
        assert answer.status_code == 409
        assert "Somebody else changed this in the meantime" in answer.text
        assert 'value="Second"' in answer.text
    db.session.rollback()
    kept = db.session.get_one(Challenge, challenge.id)
    assert (kept.title, kept.sponsor_name) == ("First", "Agnieszka Żółkiewska")


def test_the_preview_saves_first_and_leads_back_to_the_step(app, browser):
    challenge, edit = draft_of(browser)
    sent = step_fields(challenge, "offer", pilot_site="Hall 7", act="preview")
    answer = browser.post(f"{edit}/offer", sent)
    assert answer.location == f"/challenges/{encode_id(challenge.id)}?step=offer"
    page = browser.get(answer.location).text
    assert "Hall 7" in page
    assert f'href="{edit}/offer"' in page
    assert f'href="{edit}"' in browser.get(f"/challenges/{encode_id(challenge.id)}?step=x").text


def test_what_is_missing_leads_to_its_step_and_field(app, browser):
    challenge, edit = draft_of(browser, context="", budget_minor=None)
    sent = step_fields(challenge, "sending", act="send")
    kept = browser.post(f"{edit}/sending", sent)
    assert kept.location == f"{edit}/sending?check=1"
    page = browser.get(kept.location).text
    assert "2 things are missing in other steps" in page
    assert f'href="{edit}/problem?check=1#f-context"' in page
    assert f'href="{edit}/offer?check=1#f-budget_minor"' in page
    shown = browser.get(f"{edit}/offer?check=1").text
    assert 'id="f-budget_minor-error"' in shown
    assert "One thing needs a change" in shown


def test_the_last_step_sends_and_then_says_so(app, browser):
    challenge, edit = draft_of(browser, context="A plant")
    sent = step_fields(challenge, "sending", sponsor_name="Ada", act="send")
    assert browser.post(f"{edit}/sending", sent).location == f"{edit}/sending"
    assert "The organisers look at it now" in browser.get(f"{edit}/sending").text
    other = browser.get(f"{edit}/problem").location
    assert other == f"/challenges/{encode_id(challenge.id)}"
    late = browser.client.post(
        f"{edit}/problem",
        data={"title": "Late", "theme": "energy", "version": 2, "csrf_token": _token(browser)},
    )
    assert late.status_code == 409
    assert "no longer a draft" in late.text
    assert 'value="Late"' in late.text
    db.session.rollback()
    kept = db.session.get_one(Challenge, challenge.id)
    assert (kept.phase, kept.sponsor_name) == ("in_review", "Ada")


def _token(browser):
    page = browser.get("/profile").text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_only_the_last_step_sends(app, browser):
    challenge, edit = draft_of(browser, context="A plant")
    sent = step_fields(challenge, "offer", act="send")
    browser.post(f"{edit}/offer", sent)
    db.session.rollback()
    assert db.session.get_one(Challenge, challenge.id).phase == "draft"


def test_there_are_no_other_steps(app, browser):
    _, edit = draft_of(browser)
    assert browser.get(f"{edit}/everything").status_code == 404


def test_whoever_starts_answers_for_it_until_they_say_otherwise(app, browser):
    event, person = make_event(), make_member(make_organisation())
    browser.sign_in(person)
    brief = library()[0]
    browser.post(f"/e/{event.slug}/challenges/new", {"brief": brief.id})
    made = db.session.query(Challenge).one()
    assert (made.sponsor_name, made.contact) == (person.name, "")
    assert (made.language, made.currency) == (brief.language, brief.offer.currency)


def test_a_blank_challenge_has_the_dates_that_are_usual_in_the_zone_of_the_event(app, browser):
    event = make_event(timezone="Europe/Athens")
    browser.sign_in(make_member(make_organisation()))
    browser.post(f"/e/{event.slug}/challenges/new", {"brief": ""})
    made = db.session.query(Challenge).one()
    assert made.opens_at is not None
    assert made.closes_at is not None
    assert made.decision_on is not None
    opens, closes = (to_local(at, event.timezone) for at in (made.opens_at, made.closes_at))
    assert (f"{opens:%H:%M}", f"{closes:%H:%M}") == ("09:00", "17:00")
    assert (closes.date() - opens.date()).days == 42
    assert (made.decision_on - closes.date()).days == 56


@pytest.mark.parametrize("step", list(Step))
def test_a_step_needs_few_statements_whatever_the_rows(app, browser, count_queries, step):
    _, edit = draft_of(browser)
    with count_queries as counted:
        browser.get(f"{edit}/{step}")
    assert counted.count <= 12
