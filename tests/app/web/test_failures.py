"""Failures that are nobody's fault get an answer that says what to do."""

from sqlalchemy.exc import OperationalError

from tests.factories.identity import make_person


def test_a_database_that_does_not_answer_asks_to_come_back(app):
    with app.test_request_context("/api/v1/me"):
        answer = app.handle_user_exception(OperationalError("", {}, Exception("locked")))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "busy"


def test_a_form_from_before_a_sign_in_says_how_to_save_the_text(app, browser):
    person = make_person()
    browser.sign_in(person)
    sent = {"csrf_token": "of another session", "given_name": "Eglė", "family_name": "Z"}
    answer = browser.client.post("/profile", data=sent)
    assert answer.status_code == 400
    assert "copy what you typed" in answer.text
