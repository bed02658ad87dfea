"""Rows 3 and 4 (alf.io): owners read and changed what belongs to others by their ids."""

import pytest

from app.core.ids import encode_id
from tests.api.day import make_day
from tests.api.program import Program
from tests.client import Browser
from tests.factories.identity import make_api_token, make_person
from tests.regress.everything import everything


@pytest.fixture
def days(app):
    """Two people, each with an event, organisations, tokens and a team of their own."""
    return make_day(), make_day(make_person(), "b-day")


def test_v03_another_s_keys_people_and_mails_are_not_read(client, app, days):
    mine, theirs = days
    program = Program(client, mine.token)
    organisation = theirs.names["organisation_id"]
    for path in (
        "/events/b-day/team",
        "/events/b-day/log",
        "/events/b-day/break-glass",
        "/events/b-day/tickets",
        f"/tickets/{theirs.names['ticket_id']}",
        f"/organisations/{organisation}/members",
        f"/organisations/{organisation}/invitations",
        f"/work/{theirs.names['work_id']}",
        "/log",
    ):
        assert (path, program.send("GET", path).status_code) == (path, 404)
    browser = Browser(app).sign_in(mine.person)
    for path in ("/manage/b-day/mail", "/manage/b-day/log", "/manage/b-day/team"):
        assert (path, browser.get(path).status_code) == (path, 404)
    listed = program.get("/me/tokens")
    assert [one["id"] for one in listed] == [mine.names["token_id"]]


def test_v04_writes_of_administration_with_foreign_ids_change_nothing(client, app, days):
    mine, theirs = days
    program = Program(client, mine.token)
    names = theirs.names
    organisation = names["organisation_id"]
    browser = Browser(app).sign_in(mine.person)
    before, asked = everything(), 0
    for method, path in (
        ("DELETE", f"/me/tokens/{names['token_id']}"),
        ("DELETE", f"/organisations/{organisation}/members/{names['person_id']}"),
        ("DELETE", f"/organisations/{organisation}/invitations/{names['invitation_id']}"),
        ("PATCH", f"/organisations/{organisation}"),
        ("DELETE", f"/events/b-day/team/{names['member_id']}"),
        ("DELETE", f"/events/b-day/partners/{names['partner_id']}"),
        ("DELETE", f"/events/b-day/jurors/{names['juror_id']}"),
        ("POST", "/events/b-day/log/exports"),
        ("POST", "/log/exports"),
    ):
        body = {"name": "Mine"} if method == "PATCH" else {} if method == "POST" else None
        answer = program.send(method, path, json=body)
        is_public = path.startswith("/events/b-day/")  # which everybody sees, so it is refused
        assert answer.status_code in ((403, 404) if is_public else (404,)), path
        asked += 1
    person = encode_id(theirs.person.id)
    for path in (
        f"/tokens/{names['token_id']}/revoke",
        f"/admin/people/{person}",
        f"/admin/people/{person}/end-sessions",
        f"/admin/people/{person}/appoint",
        f"/admin/organisations/{organisation}",
    ):
        answer = browser.post(path, {"reason": "x" * 30, "name": "Mine"}, page="/profile")
        assert answer.status_code in (403, 404), path
        asked += 1
    assert everything() == before
    print(f"writes of administration with foreign ids: {asked}, done 0")


def test_v04_a_token_of_my_own_takes_nothing_from_the_tokens_of_others(client, days):
    mine, theirs = days
    secret = make_api_token(theirs.person)
    Program(client, mine.token).send("DELETE", f"/me/tokens/{theirs.names['token_id']}")
    assert Program(client, secret).send("GET", "/me").status_code == 200
