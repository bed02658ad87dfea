"""Row 45 (CVE-2026-45376) for the list of attendees and its views: no order but those we know."""

import pytest

from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import make_ticket, make_ticket_type

HOSTILE = ("name; DROP TABLE zz", "(SELECT zz)", "-zz")
NAMES = ("sort", "state", "country", "ticket_type", "columns", "q")


@pytest.fixture
def lead(app):
    event, person = make_event(slug="day"), make_person()
    make_team_member(event, person)
    kind = make_ticket_type(event)
    for name in ("Ada", "Bob"):
        make_ticket(kind, given_name=name, family_name=name)
    return person


@pytest.mark.one_database
def test_what_is_no_order_or_filter_reaches_no_statement(app, client, lead, count_queries):
    browser = Browser(app).sign_in(lead)
    key = {"Authorization": f"Bearer {make_api_token(lead)}"}

    def ask(**sent):
        with count_queries as counted:
            answers = [
                browser.get("/manage/day/tickets/attendees", query_string=sent),
                browser.get("/manage/day/tickets/attendees.csv", query_string=sent),
                client.get("/api/v1/events/day/tickets", query_string=sent, headers=key),
            ]
        return {one.status_code for one in answers}, set(counted.statements)

    for name in NAMES:
        for value in HOSTILE:
            statuses, statements = ask(**{name: value})
            assert statuses <= {200, 400, 422}, (name, value)
            assert not [one for one in statements if "zz" in one]
