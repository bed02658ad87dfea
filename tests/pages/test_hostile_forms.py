"""Whatever is sent to a form is answered: with the form again, a refusal or success, never a crash.

Each value goes into every field at once, where most are refused by the schema, and into a few
fields of a form that is right otherwise, so that services and the database meet it too.
"""

import random
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import pytest

from app.core.ids import decode_id
from app.tickets import queries
from tests.api.day import make_day
from tests.client import Browser
from tests.conftest import IS_LONG, WANTED
from tests.pages.sending import (
    HOSTILE,
    LONGEST_TEXT,
    RIGHT,
    field_names,
    fill_address,
    unsafe_pages,
)

pytestmark = pytest.mark.slow
ROUNDS = 20 if IS_LONG else 1
ASKS_SCHEMAS = IS_LONG or WANTED == "sqlite"  # what a schema refuses comes to no database
# Sent last, for they end the session or begin another's.
LAST = ("identity.password", "identity.sign_in", "identity.sign_up", "identity.sign_out")


@pytest.fixture
def day(app):
    return make_day()


@pytest.fixture
def routes(app):
    return sorted(unsafe_pages(app), key=lambda one: LAST.index(one[1]) if one[1] in LAST else -1)


class Sender:
    """A signed-in browser that knows its CSRF token."""

    def __init__(self, app: Any, day: Any):
        self.browser = Browser(app).sign_in(day.person)
        ticket = queries.get_ticket(decode_id(day.names["ticket_id"]))
        self.names = day.names | {"link": queries.link_of(ticket)}
        page = self.browser.post("/profile", {"given_name": "E", "family_name": "Z"}, page="/home")
        assert page.status_code == 302
        with self.browser.client.session_transaction() as session:
            assert session["csrf_token"]
        self.token = self.browser.get("/profile").text.partition('name="csrf_token" value="')[2]
        self.token = self.token.partition('"')[0]

    def send(self, rule: str, body: str) -> Any:
        path = fill_address(rule, self.names)
        kind = "application/x-www-form-urlencoded"
        headers = {"X-CSRFToken": self.token}
        return self.browser.client.post(path, data=body, content_type=kind, headers=headers)


def written(values: dict[str, Any]) -> str:
    return urlencode(values, doseq=True, errors="surrogatepass")


def right_values(names: Iterable[str], day: Any) -> dict[str, str]:
    known = {name: str(day.names[name]) for name in names if name in day.names}
    last = {name: RIGHT[part] for name in names if (part := name.rpartition("-")[2]) in RIGHT}
    return dict.fromkeys(names, "") | last | known | {"version": "1"}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_form_breaks(app, day, routes, kind):
    sender = Sender(app, day)
    names = sorted(field_names())
    draw = random.Random(kind)
    seen = set()
    everywhere = written(dict.fromkeys(names, HOSTILE[kind]))
    # Each form gets every fifth kind, and which ones they are differs from form to form.
    turn, step = list(HOSTILE).index(kind), 1 if IS_LONG else 5
    for rule, endpoint, _guard in routes[turn % step :: step]:
        if ASKS_SCHEMAS:
            seen.add(sender.send(rule, everywhere).status_code)
        for _ in range(ROUNDS):
            chosen = {name: HOSTILE[kind] for name in names if draw.random() < 0.1}
            answer = sender.send(rule, written(right_values(names, day) | chosen))
            assert (answer.status_code < 500, endpoint) == (True, endpoint)
            seen.add(answer.status_code)
    assert 422 in seen
    assert seen <= {200, 204, 302, 303, 400, 403, 404, 409, 410, 413, 422, 429}


def test_right_values_reach_what_is_behind_the_forms(app, day, routes):
    """Otherwise the test above would show little."""
    sender = Sender(app, day)
    values = written(right_values(field_names(), day))
    done = [endpoint for rule, endpoint, _ in routes if sender.send(rule, values).status_code < 400]
    assert len(done) > len(routes) / 3


def test_a_form_larger_than_any_of_ours_is_refused(app, day, routes):
    sender = Sender(app, day)
    large = written({"name": LONGEST_TEXT * 2})
    answers = {sender.send(rule, large).status_code for rule, _, _ in routes}
    assert answers == {413}
    long = sender.send("/profile", written({"given_name": LONGEST_TEXT, "family_name": "x"}))
    assert long.status_code == 422


def test_a_list_where_one_value_is_meant_takes_the_first(app, day):
    sender = Sender(app, day)
    twice = {"given_name": ["A", "B"], "family_name": ["C", "D"], "language": ["en", "xx"]}
    assert sender.send("/profile", written(twice)).status_code == 302
