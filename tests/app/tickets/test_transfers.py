"""A ticket goes to a colleague by a link, once, and the one before has nothing left of it."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import decode_id, encode_id
from app.core.uow import unit_of_work
from app.notifications.models import Delivery
from app.privacy.models import AskedConsent, Consent
from app.privacy.rules.purposes import Purpose
from app.tickets import queries, services
from app.tickets.models import AttendeeNeed, Ticket, TicketTransfer
from app.tickets.queries.transfers import get_transfer_by_link, names_until, transfer_link
from app.tickets.rules.questions import QuestionKind, QuestionPurpose
from app.tickets.rules.sales import TicketState
from app.tickets.rules.transfers import MOST_TRANSFERS, refusal, transfer_ends
from app.tickets.services import Attendee, transferring
from tests.app.checkin.samples import code_of, make_entrance, scan_of
from tests.client import Browser
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.questions import make_answer, make_question
from tests.factories.tickets import (
    make_confirmation,
    make_ticket,
    make_ticket_type,
    make_transfer,
    make_voucher,
)
from tests.worker import run_jobs

DAY = datetime(2031, 5, 5, 9, tzinfo=UTC)
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
SENT = {"given_name": "Eglė", "family_name": "Kazlauskaitė", "country": "LT"}


@pytest.fixture
def event(app):
    soon = clock.now() + timedelta(days=19)
    return make_event(slug="day", starts_at=soon, ends_at=soon + timedelta(hours=8))


@pytest.fixture
def ticket(event):
    return make_ticket(make_ticket_type(event), email="nikos@example.org")


class Colleague(NamedTuple):
    """Whoever takes a ticket."""

    link: str

    def take(self, **values):
        found = get_transfer_by_link(self.link)
        person = Attendee(
            ticket_type=found.ticket.ticket_type_id, given_name="Eglė", email=found.email, **values
        )
        with unit_of_work():
            return transferring.accept_transfer(ANONYMOUS, self.link, person)


def offer(ticket, email="egle@example.org"):
    with unit_of_work():
        made = transferring.offer_transfer(ANONYMOUS, link_of(ticket), ticket.id, email)
        return Colleague(transfer_link(made))


def link_of(ticket):
    return queries.link_of(queries.get_ticket(ticket.id))


def stored(ticket):
    db.session.rollback()
    return db.session.get_one(Ticket, ticket.id, populate_existing=True)


def states():
    db.session.rollback()
    return db.session.scalars(select(TicketTransfer.state).order_by(TicketTransfer.made_at)).all()


@pytest.mark.parametrize(
    ("state", "is_allowed", "has_come", "left", "code"),
    [
        ("valid", True, False, HOUR, None),
        ("unpaid", True, False, HOUR, "transfer_not_valid"),
        ("requested", True, False, HOUR, "transfer_not_valid"),
        ("valid", False, False, HOUR, "transfers_off"),
        ("valid", True, True, HOUR, "transfer_admitted"),
        ("valid", True, False, timedelta(0), "names_frozen"),
    ],
)
def test_what_may_change_hands(state, is_allowed, has_come, left, code):
    said = {"state": TicketState(state), "is_allowed": is_allowed, "has_come": has_come}
    assert refusal(**said, until=DAY + left, now=DAY) == code


def test_it_waits_a_week_and_never_past_the_freeze():
    assert transfer_ends(DAY, DAY + 2 * WEEK) == DAY + WEEK
    assert transfer_ends(DAY, DAY + HOUR) == DAY + HOUR


def test_a_colleague_takes_it_and_the_one_before_has_nothing_left(app, browser, event, ticket):
    eats = make_question(
        event, QuestionKind.SHORT, purpose=QuestionPurpose.DIETARY, label="What do you eat?"
    )
    make_answer(ticket, eats, "No nuts")
    saved(lambda: AskedConsent(event_id=event.id, purpose=Purpose.PHOTOS))
    old, number = link_of(ticket), encode_id(ticket.id)
    assert "Pass on to a colleague" in browser.get(f"/tickets/{old}").text
    page = f"/tickets/{old}/{number}/transfer"
    assert browser.post(page, {"email": "nikos@example.org"}).status_code == 422
    assert browser.post(page, {"email": "egle@example.org"}).status_code == 302
    assert "Waits for egle@example.org" in browser.get(f"/tickets/{old}").text
    run_jobs(app)
    taking = f"/ticket-transfers/{transfer_link(db.session.scalars(select(TicketTransfer)).one())}"
    mail = db.session.scalar(select(Delivery).where(Delivery.recipient == "egle@example.org"))
    assert taking in mail.text
    other = Browser(app)
    shown = other.get(taking).text
    assert "passes a ticket on to you" in shown
    assert "No nuts" not in shown
    assert other.post(taking, SENT | {"given_name": "www.evil.example"}).status_code == 422
    answer = f"q-{encode_id(eats.id)}"
    done = other.post(taking, SENT | {answer: "Anything", "consents": ["photos"]})
    now = stored(ticket)
    assert done.location.endswith(f"/tickets/{queries.link_of(now)}")
    assert (now.name, now.email, now.country, now.epoch) == (
        "Eglė Kazlauskaitė",
        "egle@example.org",
        "LT",
        1,
    )
    assert "kazlauskaite" in now.search_key
    assert db.session.scalars(select(AttendeeNeed.value)).all() == ["Anything"]
    assert db.session.scalars(select(Consent.email)).all() == [now.email]
    assert browser.get(f"/tickets/{old}").status_code == 404
    assert "This link is over" in other.get(taking).text
    run_jobs(app)
    told = db.session.execute(select(Delivery.template, Delivery.recipient)).all()
    assert ("transfer_gone", "nikos@example.org") in told
    assert ("transfer_taken", "egle@example.org") in told


def test_the_others_of_an_order_keep_theirs_and_the_buyer_loses_sight_of_it(event):
    kind = make_ticket_type(event)
    people = [
        Attendee(ticket_type=kind.id, given_name=name, email=f"{name}@example.org")
        for name in ("ada", "bob", "eve")
    ]
    with unit_of_work():
        order = services.place_order(ANONYMOUS, event, people)
        ada, bob, eve = sorted(order.tickets, key=lambda one: one.email)
        buyer = queries.order_link(order)
    theirs = link_of(eve)
    offer(bob).take()
    assert {one.id for one in queries.get_tickets_by_link(buyer)} == {ada.id, eve.id}
    assert queries.get_tickets_by_link(theirs)[0].id == eve.id
    with pytest.raises(NotFound):
        queries.get_ticket_by_link(buyer, bob.id)


def test_it_is_taken_back_before_it_is_taken(event, ticket):
    colleague, link = offer(ticket), link_of(ticket)
    with pytest.raises(Conflict, match="transfer_open"):
        offer(ticket, "other@example.org")
    with unit_of_work():
        transferring.withdraw_transfer(ANONYMOUS, link, ticket.id)
    with pytest.raises(Conflict, match="transfer_over"), unit_of_work():
        transferring.withdraw_transfer(ANONYMOUS, link, ticket.id)
    with pytest.raises(Conflict, match="transfer_over"):
        colleague.take()
    assert (stored(ticket).epoch, states()) == (0, ["withdrawn"])


def test_it_ends_after_a_week_and_can_be_offered_anew(event, ticket, time_machine):
    late = offer(ticket)
    time_machine.move_to(clock.now() + WEEK)
    with pytest.raises(Conflict, match="transfer_over"):
        late.take()
    assert offer(ticket, "other@example.org").take().email == "other@example.org"
    assert states() == ["expired", "accepted"]


def test_a_new_code_or_an_end_of_the_ticket_ends_the_link(event, ticket):
    first = offer(ticket)
    with unit_of_work():
        services.reissue_ticket(SYSTEM, queries.get_ticket(ticket.id))
    with pytest.raises(Conflict, match="transfer_over"):
        first.take()
    second = offer(ticket)
    with unit_of_work():
        services.cancel_ticket(SYSTEM, queries.get_ticket(ticket.id))
    with pytest.raises(Conflict, match="transfer_not_valid"):
        second.take()
    assert stored(ticket).email == "nikos@example.org"


def test_types_that_forbid_it_and_codes_of_a_company_stay(event):
    for closed in ({"is_transferable": False}, {"needs_approval": True}):
        with pytest.raises(Conflict, match="transfers_off"):
            offer(make_ticket(make_ticket_type(event, **closed)))
    voucher = make_voucher(event, domains="notos.example")
    bound = make_ticket(make_ticket_type(event), voucher_id=voucher.id)
    with pytest.raises(Invalid, match="voucher_domain"):
        offer(bound)
    offer(bound, "egle@notos.example").take()


def test_nobody_passes_on_what_somebody_came_in_with(app):
    door = make_entrance(slug="gate")
    ticket = make_ticket(door.kind)
    assert door.send(scan_of(code_of(ticket, door.event)))[0].verdict == "green"
    with pytest.raises(Conflict, match="transfer_admitted"):
        offer(ticket)


def test_the_organiser_says_when_names_freeze(app, event, ticket, client):
    lead = make_person()
    make_team_member(event, lead)
    usual = names_until(event)
    assert usual == event.starts_at - timedelta(days=2)
    desk, page = Browser(app).sign_in(lead), "/manage/day/tickets/holders"
    assert desk.post(page, {"names_until": "2099-01-01T10:00"}).status_code == 422
    colleague = offer(ticket)
    soon = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert desk.post(page, {"names_until": soon}).status_code == 302
    with pytest.raises(Conflict, match="names_frozen"):
        colleague.take()
    with pytest.raises(Conflict, match="names_frozen"):
        offer(ticket)
    path = f"/tickets/{link_of(ticket)}"
    assert "Pass on to a colleague" not in Browser(app).get(path).text
    headers = {"Authorization": "Bearer " + make_api_token(lead)}
    told = client.get("/api/v1/events/day/holder-rules", headers=headers).json["names_until"]
    assert datetime.fromisoformat(told) == names_until(event) < clock.now()


def test_programs_pass_on_and_take(app, client, event, ticket):
    headers = {"Authorization": "Bearer " + make_api_token(make_person())}
    here = f"/api/v1/ticket-links/{link_of(ticket)}/{encode_id(ticket.id)}/transfer"

    def post(path, sent=None):
        return client.post(path, json=sent or {}, headers=headers)

    made = post(here, {"email": "egle@example.org"})
    assert (made.status_code, made.json["state"]) == (202, "open")
    assert post(f"{here}/withdraw").status_code == 204
    again = post(here, {"email": "egle@example.org"}).json
    link = transfer_link(db.session.get_one(TicketTransfer, decode_id(again["id"])))
    taken = post(f"/api/v1/ticket-transfers/{link}/accept", SENT)
    assert (taken.status_code, taken.json["email"]) == (200, "egle@example.org")
    late = post(f"/api/v1/ticket-transfers/{link}/accept", SENT)
    assert (late.status_code, late.json["code"]) == (409, "transfer_over")


def test_a_page_of_three_on_their_way_asks_no_more_of_tables(event, browser, count_queries):
    kind, counts = make_ticket_type(event), []
    for number in (1, 3):
        people = [
            Attendee(ticket_type=kind.id, given_name="A", email=f"{number}{n}@example.org")
            for n in range(number)
        ]
        with unit_of_work():
            order = services.place_order(ANONYMOUS, event, people)
            tickets, link = list(order.tickets), queries.order_link(order)
        for one in tickets:
            make_transfer(one)
            make_confirmation(one)
        browser.get(f"/tickets/{link}")
        with count_queries as counted:
            assert browser.get(f"/tickets/{link}").text.count("Waits for") == number
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_a_ticket_writes_to_ten_addresses_at_most(event, ticket):
    for _number in range(MOST_TRANSFERS):
        make_transfer(ticket, state="withdrawn")
    with pytest.raises(Conflict, match="transfers_used_up"):
        offer(ticket)
