"""A week before, people say whether they come; a place that is given back goes to who waits."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import Event
from app.notifications.models import Delivery
from app.tickets import queries, services
from app.tickets.models import Confirmation
from app.tickets.queries.coming import Coming, count_coming
from app.tickets.queries.transfers import transfer_link
from app.tickets.rules.coming import wait_to_ask, wait_to_remind
from app.tickets.services import coming, transferring
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.tickets import (
    make_confirmation,
    make_ticket,
    make_ticket_type,
    make_transfer,
    make_waiting,
)
from tests.worker import let_time_pass, run_jobs

START = datetime(2031, 5, 12, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = "/manage/day/tickets/holders"


@pytest.fixture
def event(app):
    soon = clock.now() + 20 * DAY
    return make_event(slug="day", starts_at=soon, ends_at=soon + timedelta(hours=8))


@pytest.fixture
def kind(event):
    return make_ticket_type(event, has_waiting_list=True)


@pytest.fixture
def go_to(time_machine, app):
    """Let what is due so many days before an event be done."""

    def move(event, days):
        db.session.rollback()
        time_machine.move_to(db.session.get_one(Event, event.id).starts_at - days * DAY)
        let_time_pass()
        run_jobs(app)

    return move


def switch(event, *, asks=True):
    with unit_of_work():
        here = db.session.get_one(Event, event.id)
        transferring.set_holder_rules(
            SYSTEM, here, names_until=here.starts_at - 2 * DAY, asks_coming=asks
        )


def mails():
    db.session.rollback()
    query = select(Delivery.template, Delivery.recipient).where(Delivery.template.like("coming_%"))
    return sorted(map(tuple, db.session.execute(query)))


@pytest.mark.parametrize(
    ("days", "wait"),
    [(9, 2 * DAY), (7, 0 * DAY), (1, 0 * DAY), (0, None), (-1, None)],
)
def test_people_are_asked_a_week_before_and_never_afterwards(days, wait):
    assert wait_to_ask(START, START - days * DAY) == wait


def test_they_are_reminded_two_days_later():
    assert wait_to_remind(START, START + DAY) == DAY
    assert wait_to_remind(START, START + 3 * DAY) == 0 * DAY


def test_everybody_is_asked_once_and_the_silent_once_more(app, event, kind, go_to):
    ada, bob, eve = (
        make_ticket(kind, email=f"{name}@example.org") for name in ("ada", "bob", "eve")
    )
    make_ticket(kind, email="gone@example.org", state="cancelled")
    switch(event)
    switch(event)
    go_to(event, 8)
    assert mails() == []
    go_to(event, 7)
    first = [("coming_asked", f"{name}@example.org") for name in ("ada", "bob", "eve")]
    assert mails() == first
    go_to(event, 6)
    assert mails() == first
    make_ticket(kind, email="late@example.org")
    with unit_of_work():
        coming.confirm_coming(ANONYMOUS, queries.link_of(queries.get_ticket(ada.id)), ada.id)
        services.cancel_by_link(ANONYMOUS, queries.link_of(queries.get_ticket(bob.id)), bob.id)
    assert count_coming(event.id) == Coming(asked=3, confirmed=1, given_back=1)
    for days in (4.5, 3, 1, 0):
        go_to(event, days)
    assert mails() == [*first, ("coming_reminded", "eve@example.org")]
    assert count_coming(event.id).silent == 1
    assert queries.get_ticket(eve.id).state == "valid"


def test_nobody_is_asked_where_it_is_off_and_another_day_is_another_time(app, event, kind, go_to):
    make_ticket(kind, email="ada@example.org")
    switch(event)
    switch(event, asks=False)
    go_to(event, 6.5)
    assert mails() == []
    switch(event)
    with unit_of_work():
        here = db.session.get_one(Event, event.id)
        here.starts_at, here.ends_at = here.starts_at + 5 * DAY, here.ends_at + 5 * DAY
    go_to(event, 8)
    assert mails() == []
    go_to(event, 7)
    assert mails() == [("coming_asked", "ada@example.org")]


def test_looking_writes_nothing_and_each_button_does_what_it_says(app, browser, event, kind):
    ticket = make_ticket(kind)
    link = queries.link_of(ticket)
    path = f"/tickets/{link}/{encode_id(ticket.id)}/coming"
    assert browser.get(path).status_code == 404
    make_confirmation(ticket)
    assert "wants to know whether you come" in browser.get(f"/tickets/{link}").text
    page = browser.get(path).text
    assert "I come" in page
    assert "Give my place back" in page
    assert count_coming(event.id) == Coming(1, 0, 0)
    assert browser.post(path).status_code == 302
    assert "I come" not in browser.get(path).text
    assert count_coming(event.id) == Coming(1, 1, 0)
    entry = make_waiting(event, ticket_type=kind)
    assert browser.post(path.replace("coming", "cancel"), page=path).status_code == 302
    run_jobs(app)
    db.session.refresh(db.session.merge(entry))
    assert (count_coming(event.id), entry.state) == (Coming(1, 0, 1), "offered")
    assert "given back" in browser.get(path).text


def test_who_takes_a_ticket_that_is_passed_on_comes(event, kind):
    ticket = make_ticket(kind)
    make_confirmation(ticket)
    link = transfer_link(make_transfer(ticket))
    person = services.Attendee(ticket_type=kind.id, given_name="Eglė", email="")
    with unit_of_work():
        transferring.accept_transfer(ANONYMOUS, link, person)
    assert count_coming(event.id).confirmed == 1


def test_who_was_not_asked_or_gave_the_ticket_back_says_nothing(event, kind):
    ticket = make_ticket(kind)
    link = queries.link_of(ticket)
    with pytest.raises(NotFound), unit_of_work():
        coming.confirm_coming(ANONYMOUS, link, ticket.id)
    make_confirmation(ticket)
    with unit_of_work():
        services.cancel_by_link(ANONYMOUS, link, ticket.id)
    with pytest.raises(Conflict, match="ticket_not_valid"), unit_of_work():
        coming.confirm_coming(ANONYMOUS, link, ticket.id)


def test_many_are_asked_part_by_part(app, event, kind, go_to, monkeypatch):
    monkeypatch.setattr(coming, "AT_ONCE", 2)
    for _number in range(5):
        make_ticket(kind)
    switch(event)
    for _turn in range(4):
        go_to(event, 7)
    assert len(mails()) == 5
    for _turn in range(4):
        go_to(event, 4)
    assert len(mails()) == 10


def test_organisers_switch_it_on_and_read_what_came_of_it(app, client, event, kind):
    lead = make_person()
    make_team_member(event, lead)
    make_confirmation(make_ticket(kind), confirmed_at=clock.now())
    make_confirmation(make_ticket(kind))
    desk = Browser(app).sign_in(lead)
    until = (clock.now() + 9 * DAY).strftime("%Y-%m-%dT%H:%M")
    assert desk.post(PAGE, {"names_until": until, "asks_coming": "1"}).status_code == 302
    page = desk.get(PAGE).text
    assert "2 people were asked" in page
    headers = {"Authorization": "Bearer " + make_api_token(lead)}
    told = client.get("/api/v1/events/day/coming", headers=headers).json
    assert told == {"asked": 2, "confirmed": 1, "given_back": 0, "silent": 1}
    ticket = make_ticket(kind)
    make_confirmation(ticket)
    here = f"/api/v1/ticket-links/{queries.link_of(ticket)}/{encode_id(ticket.id)}"
    assert client.post(f"{here}/coming", headers=headers).json["confirmed_at"]
    assert client.post(f"{here}/cancel", headers=headers).status_code == 204
    sent = {"names_until": until, "asks_coming": False}
    rules = client.put("/api/v1/events/day/holder-rules", json=sent, headers=headers)
    assert rules.json["asks_coming"] is False
    assert db.session.scalar(select(func.count()).select_from(Confirmation)) == 3
