"""Owners write and send a challenge, organisers review it, everybody reads it."""

from datetime import timedelta
from io import BytesIO

import pytest

from app.challenges import queries
from app.challenges.models import Challenge, ChallengeMove
from app.challenges.pages.base import MOVES
from app.core.db import db
from app.core.ids import encode_id
from app.web.fields import local_input
from challenges.brief import library
from challenges.lifecycle import PHASE_MOVES, By, Phase
from tests.app.challenges.sending import step_fields
from tests.factories.challenges import LEVELS, deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation, make_person

TRAY = "food/recyclable-tray-chilled-meals"


def make_owner():
    return make_member(make_organisation(kind="large_company"))


def make_organiser(event):
    person = make_person()
    make_team_member(event, person)
    return person


def start(browser, event, brief=TRAY) -> Challenge:
    answer = browser.post(f"/e/{event.slug}/challenges/new", {"brief": brief})
    assert answer.status_code == 302
    return db.session.query(Challenge).one()


def test_the_gallery_shows_every_brief_or_those_of_a_theme(app, browser):
    event = make_event()
    browser.sign_in(make_owner())
    page = browser.get(f"/e/{event.slug}/challenges/new").text
    assert page.count('aria-label="Start from this brief') == len(library())
    page = browser.get(f"/e/{event.slug}/challenges/new?theme=packaging").text
    assert page.count('aria-label="Start from this brief') == len(queries.list_briefs("packaging"))


def test_a_brief_fills_the_draft_and_its_dates(app, browser):
    event = make_event()
    browser.sign_in(make_owner())
    challenge = start(browser, event)
    brief = queries.get_library_brief(TRAY)
    assert challenge.title == brief.title
    assert [row.key for row in challenge.criteria] == [row.key for row in brief.criteria]
    assert challenge.opens_at is not None
    open_for = deadline_of(challenge) - challenge.opens_at
    assert open_for.days == brief.schedule.open_weeks * 7
    assert challenge.phase == "draft"


def test_a_draft_from_a_brief_goes_to_review_and_is_published(app, browser):
    event = make_event()
    organiser = make_organiser(event)
    browser.sign_in(make_owner())
    challenge = start(browser, event)
    address = f"/challenges/{encode_id(challenge.id)}"
    last = f"{address}/edit/sending"
    nobody = step_fields(challenge, "sending", sponsor_name="", act="send")
    kept = browser.post(last, nobody)
    assert kept.location == f"{last}?check=1"
    assert "Name the person who answers for this challenge" in browser.get(kept.location).text
    somebody = step_fields(challenge, "sending", sponsor_name="Ada Byron", act="send", version=2)
    assert browser.post(last, somebody).location == last
    assert "The organisers look at it now" in browser.get(last).text
    assert app.test_client().get(address).status_code == 404
    browser.sign_in(organiser)
    manage = f"/manage/{event.slug}/challenges"
    assert challenge.title in browser.get(manage).text
    one = f"{manage}/{encode_id(challenge.id)}"
    assert browser.get(one).status_code == 200
    moved = browser.post(f"{one}/move", {"to": "published"}, page=f"{one}/move?to=published")
    assert moved.status_code == 302
    assert app.test_client().get(address).status_code == 200
    steps = [(m.from_phase, m.to_phase) for m in db.session.query(ChallengeMove).order_by("at")]
    assert steps == [("draft", "in_review"), ("in_review", "published")]


def test_sending_back_needs_a_reason_and_shows_it(app, browser):
    event = make_event()
    challenge = make_challenge(event, phase="in_review")
    browser.sign_in(make_organiser(event))
    one = f"/manage/{event.slug}/challenges/{encode_id(challenge.id)}/move"
    refused = browser.post(one, {"to": "draft", "reason": ""}, page=f"{one}?to=draft")
    assert refused.status_code == 422
    assert "Say why" in refused.text
    sent = browser.post(one, {"to": "draft", "reason": "Too vague."}, page=f"{one}?to=draft")
    assert sent.status_code == 302
    browser.sign_in(challenge.created_by)
    address = f"/challenges/{encode_id(challenge.id)}/edit"
    assert "Too vague." in browser.get(address, follow_redirects=True).text


def test_criteria_are_added_and_removed_without_scripts(app, browser):
    event = make_event()
    browser.sign_in(make_owner())
    challenge = start(browser, event, "")
    edit = f"/challenges/{encode_id(challenge.id)}/edit/criteria"
    row = {"criteria-0-name": "Fit", "criteria-0-weight": "60", "act": "add_criterion"}
    row |= {f"criteria-0-levels-{n}": text for n, text in enumerate(LEVELS)}
    answer = browser.post(edit, {"version": 1, **row})
    assert answer.location == f"{edit}?add=criterion#criterion"
    page = browser.get(f"{edit}?add=criterion").text
    assert 'name="criteria-1-weight"' in page
    assert 'value="40"' in page
    row2 = {"criteria-1-name": "Team", "criteria-1-weight": "40"}
    browser.post(edit, {"version": 2, **row, **row2})
    assert "100 of 100" in browser.get(edit).text
    browser.post(edit, {"version": 3, **row, **row2, "remove": "criteria-0"})
    db.session.rollback()
    assert [c.name for c in db.session.get_one(Challenge, challenge.id).criteria] == ["Team"]


def test_a_wrong_field_is_shown_at_its_field_and_nothing_is_lost(app, browser):
    event = make_event()
    browser.sign_in(make_owner())
    challenge = start(browser, event)
    edit = f"/challenges/{encode_id(challenge.id)}/edit"
    sent = step_fields(challenge, "offer", budget_minor="a lot", wanted_outcome="Kept")
    answer = browser.post(f"{edit}/offer", sent)
    assert answer.status_code == 422
    assert 'id="f-budget_minor-error"' in answer.text
    assert ">\nKept</textarea>" in answer.text
    sent = step_fields(challenge, "criteria", **{"criteria-1-weight": ""})
    assert 'id="f-criteria-1-weight-error"' in browser.post(f"{edit}/criteria", sent).text


def test_autosave_answers_with_the_version_and_refuses_an_old_one(app, browser):
    event = make_event()
    browser.sign_in(make_owner())
    challenge = start(browser, event)
    edit = f"/challenges/{encode_id(challenge.id)}"
    data = {"version": 1, "title": "First"}
    header = {"X-Requested-With": "autosave"}
    page = f"{edit}/edit/problem"
    first = browser.post(f"{page}/autosave", data, page=page, headers=header)
    assert (first.status_code, first.json["version"]) == (200, 2)
    second = browser.post(f"{page}/autosave", data, page=page, headers=header)
    assert (second.status_code, second.json["code"]) == (409, "changed_meanwhile")


def test_drafts_are_hidden_from_strangers(app, browser):
    challenge = make_challenge(phase="draft")
    address = f"/challenges/{encode_id(challenge.id)}"
    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/brief.toml").status_code == 404
    browser.sign_in(make_owner())
    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/edit").status_code == 404
    browser.sign_in(challenge.created_by)
    assert browser.get(address).status_code == 200


def test_a_published_challenge_shows_what_matters(app, browser):
    challenge = make_challenge(make_event())
    page = browser.get(f"/challenges/{encode_id(challenge.id)}").text
    for words in ("EUR 40,000", "(Berlin, UTC+", "Cold stores use too much energy.", "60 %", "Fit"):
        assert words in page


def test_the_public_page_needs_at_most_eight_statements(app, browser, count_queries):
    challenge = make_challenge()
    with count_queries as counted:
        browser.get(f"/challenges/{encode_id(challenge.id)}")
    assert counted.count <= 8


def test_lists_need_the_same_statements_whatever_the_rows(app, browser, count_queries):
    event = make_event()
    browser.sign_in(make_organiser(event))
    counts = []
    for rows in (1, 3):
        while db.session.query(Challenge).count() < rows:
            make_challenge(event)
        with count_queries as counted:
            browser.get(f"/manage/{event.slug}/challenges")
        counts.append(counted.count)
    assert counts[0] == counts[1] <= 12


def test_a_brief_file_comes_out_and_goes_in_again(app, browser):
    event = make_event()
    browser.sign_in(make_owner())
    challenge = start(browser, event)
    file = browser.get(f"/challenges/{encode_id(challenge.id)}/brief.toml")
    new = f"/e/{event.slug}/challenges"
    data = {"file": (BytesIO(file.data), "brief.toml")}
    answer = browser.post(f"{new}/import", data, page=f"{new}/new")
    assert answer.status_code == 302
    copies = db.session.query(Challenge).all()
    assert len({(c.title, c.problem, c.eligibility) for c in copies}) == 1


def test_a_broken_brief_file_is_shown_with_its_lines(app, browser):
    event = make_event()
    browser.sign_in(make_owner())
    new = f"/e/{event.slug}/challenges"
    wrong = b'format = 1\ntitel = "x"\n'
    for content, words in ((wrong, "Line 2</strong> <code>titel</code>"), (b"", "Choose a file")):
        data = {"file": (BytesIO(content), "brief.toml")}
        answer = browser.post(f"{new}/import", data, page=f"{new}/new")
        assert answer.status_code == 422
        assert words in answer.text


def test_the_deadline_is_extended_with_a_reason(app, browser):
    event = make_event()
    challenge = make_challenge(event)
    browser.sign_in(make_organiser(event))
    path = f"/manage/{event.slug}/challenges/{encode_id(challenge.id)}/extend"
    form = {"closes_at": local(challenge, 0), "reason": "Holiday"}
    assert browser.post(path, form).status_code == 422
    assert browser.post(path, form | {"closes_at": local(challenge, 7)}).status_code == 302
    page = browser.get(f"/challenges/{encode_id(challenge.id)}").text
    assert "The deadline was put off" in page
    assert "Holiday" in page


def local(challenge, days):
    later = deadline_of(challenge) + timedelta(days=days)
    return local_input(later, challenge.event.timezone)


@pytest.mark.parametrize("phase", [str(phase) for phase in Phase])
def test_every_phase_can_be_looked_after(app, browser, phase):
    event = make_event()
    challenge = make_challenge(event, phase=phase)
    browser.sign_in(make_organiser(event))
    for address in ("", f"/{encode_id(challenge.id)}"):
        answer = browser.get(f"/manage/{event.slug}/challenges{address}")
        assert (answer.status_code, challenge.title in answer.text) == (200, True)


def test_every_move_of_an_organiser_has_a_name():
    targets = {str(move.target) for move in PHASE_MOVES if move.by is By.ORGANISER}
    assert targets == set(MOVES)


@pytest.mark.parametrize("path", ["edit", "edit/offer", "edit/sending"])
def test_who_sees_a_challenge_but_may_not_edit_it_is_told_so(app, browser, path):
    published, draft = make_challenge(), make_challenge(phase="draft")
    browser.sign_in(make_person())
    answers = [
        browser.get(f"/challenges/{encode_id(one.id)}/{path}").status_code
        for one in (published, draft)
    ]
    assert answers == [403, 404]
