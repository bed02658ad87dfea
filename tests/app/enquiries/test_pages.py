"""Asking, answering and following as people do it in a browser, and programs by the API."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.enquiries.models import ChallengeFollower, Enquiry
from app.enquiries.queries import link_of
from tests.factories.challenges import make_challenge
from tests.factories.enquiries import make_enquiry, make_follower
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import (
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)


def running(event=None, **values):
    """Return a challenge that takes questions for two more weeks."""
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=21)}
    return make_challenge(event or make_event(), **(dates | values))


def page_of(challenge, rest=""):
    return f"/challenges/{encode_id(challenge.id)}{rest}"


def published(challenge, number=1):
    at = clock.now() - timedelta(days=1)
    texts = {"text": f"Shared question {number}?", "answer": f"Shared answer {number}."}
    return make_enquiry(challenge, state="published", published_at=at, answered_at=at, **texts)


def test_a_question_goes_from_the_asker_to_everybody(app, browser, client):
    challenge = running()
    asker = make_member(make_organisation(name="Smart Frost UAB"))
    browser.sign_in(asker)
    assert "Ask a question" in browser.get(page_of(challenge)).text
    asked = browser.post(page_of(challenge, "/questions/ask"), {"text": "May we, Smart Frost UAB?"})
    assert asked.location == page_of(challenge, "/questions")
    assert "Waits for an answer" in browser.get(page_of(challenge, "/questions")).text
    browser.sign_in(challenge.created_by)
    waiting = browser.get(page_of(challenge, "/questions/waiting")).text
    assert "May we, Smart Frost UAB?" in waiting
    assert asker.email not in waiting
    enquiry = db.session.scalars(select(Enquiry)).one()
    form = page_of(challenge, f"/questions/{encode_id(enquiry.id)}")
    assert "Take this out before you answer to all" in browser.get(form).text
    values = {"text": "May we, Smart Frost UAB?", "answer": "You may.", "audience": "all"}
    refused = browser.post(form, values | {"version": "1"})
    assert refused.status_code == 422
    assert "This tells who asked: Smart Frost UAB" in refused.text
    browser.post(form, values | {"text": "May an SME?", "version": "1"})
    assert "You may." not in client.get(page_of(challenge)).text
    browser.post(
        page_of(challenge, "/questions/publish"), page=form.rpartition("/")[0] + "/waiting"
    )
    shown = client.get(page_of(challenge)).text
    assert "May an SME?" in shown
    assert "You may." in shown
    assert "Smart Frost" not in shown


def test_a_question_is_taken_back_and_a_public_answer_corrected(app, browser, client):
    challenge, asker = running(), make_member(make_organisation())
    mine, old = make_enquiry(challenge, asked_by_id=asker.id), published(challenge)
    browser.sign_in(asker)
    questions = page_of(challenge, "/questions")
    taken = browser.post(f"{questions}/{encode_id(mine.id)}/withdraw", page=questions)
    assert taken.location == questions
    page = browser.get(questions).text
    assert "Your question is taken back" in page
    assert mine.asked_text not in page
    assert "/correct" not in page
    browser.sign_in(challenge.created_by)
    form = f"{questions}/{encode_id(old.id)}/correct"
    assert form in browser.get(questions).text
    assert browser.post(form, {"answer": old.answer, "version": "1"}).status_code == 422
    assert browser.post(form, {"answer": "Other.", "version": "1"}).location == questions
    shown = client.get(page_of(challenge)).text
    assert shown.index("Other.") < shown.index("What it said before") < shown.index("Shared answer")


def test_an_answer_without_words_is_asked_for_again(app, browser):
    challenge = running()
    enquiry = make_enquiry(challenge)
    browser.sign_in(challenge.created_by)
    form = page_of(challenge, f"/questions/{encode_id(enquiry.id)}")
    answer = {"text": "Q?", "answer": "Yes", "audience": "asker", "reason": "", "version": "1"}
    refused = browser.post(form, answer)
    assert refused.status_code == 422
    assert "Say why, so that the others understand it." in refused.text


def test_after_the_clock_the_page_says_so_and_offers_nothing(app, browser):
    now = clock.now()
    challenge = running(closes_at=now + timedelta(days=5))
    browser.sign_in(make_member(make_organisation()))
    page = browser.get(page_of(challenge)).text
    assert "Questions were taken until" in page
    assert "Ask a question" not in page
    late = browser.post(page_of(challenge, "/questions/ask"), {"text": "Still?"}, page="/proposals")
    assert late.status_code == 409


def test_following_and_its_end_by_button_and_by_link(app, browser, client):
    challenge, person = running(), make_person()
    browser.sign_in(person)
    browser.post(page_of(challenge, "/follow"), page=page_of(challenge))
    assert "Stop following" in browser.get(page_of(challenge)).text
    assert challenge.title in browser.get("/challenges").text
    link = f"/unfollow/{link_of(db.session.scalars(select(ChallengeFollower)).one())}"
    assert client.get(link).status_code == 200
    assert db.session.scalars(select(ChallengeFollower)).one().person_id == person.id
    assert browser.post(link).location == page_of(challenge)
    assert db.session.scalars(select(ChallengeFollower)).all() == []
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_database_as_often_for_one_as_for_three(app, browser, count_queries, rows):
    event, lead = make_event(), make_person()
    make_team_member(event, lead)
    challenges = [running(event) for _ in range(rows)]
    for challenge in challenges:
        make_follower(challenge, lead)
        for number in range(rows):
            make_enquiry(challenge)
            published(challenge, number)
    browser.sign_in(lead)
    places = ("/questions", "/questions/waiting")
    paths = [*(page_of(challenges[0], place) for place in places), "/challenges"]
    counts = []
    for path in paths:
        browser.get(path)
        with count_queries as queries:
            assert browser.get(path).status_code == 200
        counts.append(queries.count)
    assert counts == [4, 6, 6]


def test_the_home_page_says_what_waits(app, browser):
    challenge = running()
    make_enquiry(challenge)
    make_enquiry(challenge)
    browser.sign_in(challenge.created_by)
    assert "2 questions wait for your answer" in browser.get("/home").text


def call(client, person, method, path, **values):
    headers = {"Authorization": f"Bearer {make_api_token(person)}"}
    return client.open(f"/api/v1{path}", method=method, json=values or None, headers=headers)


def test_a_program_asks_answers_publishes_and_follows(app, client):
    challenge = running()
    asker, owner = make_member(make_organisation()), challenge.created_by
    asked = call(client, asker, "POST", page_of(challenge, "/questions"), text="May we?")
    assert (asked.status_code, asked.json["state"], asked.json["answer"]) == (201, "open", "")
    waiting = call(client, owner, "GET", page_of(challenge, "/questions/waiting")).json["items"]
    assert [one["asked_text"] for one in waiting] == ["May we?"]
    place = f"/questions/{waiting[0]['id']}"
    values = {"text": "May an SME?", "answer": "Yes", "audience": "all", "version": 1}
    assert call(client, owner, "PATCH", place, **values).json["state"] == "answered"
    assert call(client, asker, "GET", "/me/questions").json["items"][0]["answer"] == ""
    done = call(client, owner, "POST", page_of(challenge, "/questions/publish"))
    assert done.json == {"published": 1}
    shown = call(client, asker, "GET", page_of(challenge, "/questions")).json["items"]
    assert [(one["text"], one["answer"]) for one in shown] == [("May an SME?", "Yes")]
    correction = {"answer": "Only with a partner", "version": shown[0]["version"]}
    corrected = call(client, owner, "POST", f"{place}/corrections", **correction)
    assert (corrected.status_code, corrected.json["earlier"][0]["answer"]) == (201, "Yes")
    assert call(client, asker, "DELETE", place).json["code"] == "answered_meanwhile"
    other = call(client, asker, "POST", page_of(challenge, "/questions"), text="Or not?").json
    assert call(client, asker, "DELETE", f"/questions/{other['id']}").status_code == 204
    stranger = make_person()
    assert call(client, stranger, "POST", page_of(challenge, "/follow")).status_code == 204
    followed = call(client, stranger, "GET", "/me/followed").json["items"]
    assert [one["title"] for one in followed] == [challenge.title]
    assert call(client, stranger, "DELETE", page_of(challenge, "/follow")).status_code == 204
    assert call(client, stranger, "GET", "/me/followed").json["items"] == []
