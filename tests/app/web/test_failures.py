"""Failures that are nobody's fault get an answer that says what to do."""

from sqlalchemy.exc import OperationalError


def test_a_database_that_does_not_answer_asks_to_come_back(app):
    with app.test_request_context("/api/v1/me"):
        answer = app.handle_user_exception(OperationalError("", {}, Exception("locked")))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "busy"
