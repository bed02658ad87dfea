"""Whoever holds a ticket corrects it by the secret address, until the badges are printed."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.authz import ANONYMOUS
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.tickets import queries, services
from app.tickets.rules.changing import NAMES_FREEZE, may_change
from app.tickets.services.correcting import change_by_link
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket, make_ticket_type

DAY = datetime(2031, 5, 5, 9, tzinfo=UTC)
SENT = {"given_name": "Nikos", "family_name": "Pappas", "country": "CY"}


@pytest.fixture
def ticket(app):
    soon = clock.now() + timedelta(days=9)
    event = make_event(slug="day", starts_at=soon, ends_at=soon + timedelta(hours=8))
    return make_ticket(make_ticket_type(event))


@pytest.mark.parametrize(
    ("state", "before", "may"),
    [
        ("valid", timedelta(days=2, seconds=1), True),
        ("requested", timedelta(days=3), True),
        ("valid", timedelta(days=2), False),
        ("cancelled", timedelta(days=9), False),
        ("declined", timedelta(days=9), False),
    ],
)
def test_names_freeze_two_days_before(state, before, may):
    assert may_change(state, DAY - NAMES_FREEZE, DAY - before) == may


def test_a_name_is_corrected_and_the_code_stays(ticket, browser):
    link = queries.link_of(ticket)
    code = queries.codes_of(ticket).letters
    path = f"/tickets/{link}/{encode_id(ticket.id)}/change"
    assert "Change name or organisation" in browser.get(f"/tickets/{link}").text
    wrong = browser.post(path, SENT | {"given_name": "www.evil.example"})
    assert wrong.status_code == 422
    assert browser.post(path, SENT).status_code == 302
    page = browser.get(f"/tickets/{link}").text
    assert "Nikos Pappas" in page
    assert code in page
    stored = queries.get_ticket(ticket.id)
    assert (stored.country, stored.organisation_name, stored.epoch) == ("CY", "", 0)
    assert "pappas" in stored.search_key


def test_a_cancelled_ticket_and_a_foreign_link_change_nothing(ticket):
    link = queries.link_of(ticket)
    other = make_ticket(queries.get_ticket(ticket.id).ticket_type)
    with pytest.raises(NotFound), unit_of_work():
        change_by_link(ANONYMOUS, link, other.id, given_name="Eve")
    with unit_of_work():
        services.cancel_by_link(ANONYMOUS, link, ticket.id)
    with pytest.raises(Conflict, match="names_frozen"), unit_of_work():
        change_by_link(ANONYMOUS, link, ticket.id, given_name="Eve")
