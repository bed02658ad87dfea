"""API tokens: their limits, their last use, their end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core.db import db
from app.core.ids import encode_id
from app.identity.models import ApiToken
from app.identity.rules import hour_of, is_stronger, told_at
from app.notifications.models import Delivery
from tests.api.program import Program
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.worker import let_time_pass, run_jobs

NOON = datetime(2026, 11, 22, 12, 40, tzinfo=UTC)


def grant(scopes="read", event_id=None, days=10):
    ends = None if days is None else NOON + timedelta(days=days)
    return ApiToken(scopes=scopes.split(), event_id=event_id, expires_at=ends)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (grant(), grant(), False),
        (grant("read write"), grant("read"), True),
        (grant("read"), grant("read write"), False),
        (grant(event_id=5), grant(), False),
        (grant(), grant(event_id=5), True),
        (grant(event_id=6), grant(event_id=5), True),
        (grant(days=11), grant(days=10), True),
        (grant(days=None), grant(days=10), True),
        (grant(days=10), grant(days=None), False),
    ],
)
def test_a_token_is_stronger_by_scope_event_or_time(one, other, expected):
    assert is_stronger(one, other) is expected


def test_the_owner_is_told_a_week_before_the_end_if_there_is_a_week():
    assert told_at(NOON + timedelta(days=90), NOON) == NOON + timedelta(days=83)
    assert told_at(NOON + timedelta(days=7), NOON) is None
    assert told_at(None, NOON) is None


def test_the_use_of_a_token_is_noted_to_the_hour_and_network_once_an_hour(client, count_queries):
    secret = make_api_token(make_person())
    program = Program(client, secret)
    with time_machine.travel(NOON, tick=False) as clock:
        program.get("/me")
        with count_queries as n:
            program.get("/me")
        assert n.count == 1
        clock.shift(timedelta(minutes=30))
        answer = client.get(
            "/api/v1/me", headers=program.headers, environ_base={"REMOTE_ADDR": "2001:db8::7"}
        )
        assert answer.status_code == 200
    token = db.session.query(ApiToken).populate_existing().one()
    assert (token.used_at, token.used_from) == (hour_of(NOON) + timedelta(hours=1), "2001:db8::/64")


def test_a_token_lasts_ninety_days_and_at_most_a_year(browser):
    person = make_person()
    browser.sign_in(person)
    assert browser.post("/tokens", {"name": "x", "scopes": ["read"]}).status_code == 200
    made = db.session.query(ApiToken).one()
    assert made.expires_at - made.created_at == timedelta(days=90)
    refused = browser.post("/tokens", {"name": "x", "scopes": ["read"], "days": "366"})
    assert (refused.status_code, db.session.query(ApiToken).count()) == (422, 1)


def test_a_token_is_limited_to_an_event_that_its_owner_sees(browser, client):
    person, event, draft = (
        make_person(),
        make_event(name="Day of Poznań"),
        make_event(state="draft"),
    )
    make_team_member(event, person)
    browser.sign_in(person)
    form = {"name": "x", "scopes": ["read"]}
    assert browser.post("/tokens", form | {"event": encode_id(draft.id)}).status_code == 422
    page = browser.post("/tokens", form | {"event": encode_id(event.id)}).text
    assert '<td data-label="Where">Day of Poznań</td>' in page
    secret = page.split('<code class="code">')[1].split("<")[0]
    assert Program(client, secret).get("/me")["event_id"] == encode_id(event.id)


def test_a_week_before_its_end_a_letter_tells_of_it(client, app):
    person = make_person()
    program = Program.of(client, person)
    for days, name in ((90, "long"), (7, "short"), (30, "revoked")):
        made = program.post("/me/tokens", {"name": name, "scopes": ["read"], "days": days})
    assert program.send("DELETE", f"/me/tokens/{made['id']}").status_code == 204
    let_time_pass()
    run_jobs(app)
    letters = db.session.query(Delivery).all()
    assert [(one.recipient, one.subject) for one in letters] == [
        (person.email, "An API token of yours ends in a week")
    ]
    assert "long" in letters[0].text
    assert program.get("/me/tokens")[0].keys() == {
        *("id", "name", "scopes", "event_id", "created_at", "expires_at", "used_at", "used_from")
    }


def test_tokens_are_listed_with_the_same_statements_however_many(browser, count_queries):
    person, event = make_person(), make_event()
    make_api_token(person)
    browser.sign_in(person)
    counts = []
    for _ in range(2):
        with count_queries as n:
            browser.get("/tokens")
        counts.append(n.count)
        for _ in range(2):
            make_api_token(person, event_id=event.id)
    assert counts[0] == counts[1]
