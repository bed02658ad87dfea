"""A billed ticket is cancelled: unpaid it is credited, paid it waits for a decision."""

from datetime import date

import pytest
from sqlalchemy import select

from app.billing import services
from app.billing.models import Invoice, InvoiceAccount, InvoiceLine
from app.billing.queries.cancelled import list_undecided
from app.billing.services.cancelling import credit_unpaid, keep_money
from app.billing.services.ordering import bill_order
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.notifications.models import Delivery
from app.tickets import queries as tickets
from app.tickets.models import Order
from app.tickets.queries.transfers import transfer_link
from app.tickets.services import Attendee, cancel_by_link, cancel_ticket, place_order
from app.tickets.services.transferring import accept_transfer
from tests.client import Browser
from tests.factories.billing import make_buyer
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.factories.tickets import make_ticket_type, make_transfer
from tests.worker import run_jobs

PRICE = 11_900
INBOX = "/manage/day/billing/payments"


def billed(event, names=("ada", "bob")):
    """Bill an order; return the invoice and the tickets by name."""
    kind = make_ticket_type(event, price=PRICE, vat_rate=1900)
    people = [
        Attendee(ticket_type=kind.id, given_name=one, email=f"{one}@example.org") for one in names
    ]
    with unit_of_work():
        order = place_order(ANONYMOUS, event, people)
        invoice = bill_order(SYSTEM, order, make_buyer())
    return invoice, {one.given_name: one for one in order.tickets}


def pay(invoice, amount):
    noted = services.Noted(
        amount=amount, received_on=date(2026, 11, 1), way="transfer", key=f"{invoice.id}-{amount}"
    )
    with unit_of_work():
        services.note_payment(SYSTEM, db.session.get_one(Invoice, invoice.id), noted)


def cancel(ticket):
    with unit_of_work():
        cancel_ticket(SYSTEM, tickets.get_ticket(ticket.id))
    run_jobs()


def account(invoice):
    db.session.rollback()
    found = db.session.get_one(InvoiceAccount, invoice.id, populate_existing=True)
    return found.total, found.credited, found.paid, found.refunded


def told(email):
    db.session.rollback()
    query = select(Delivery.text).where(
        Delivery.template == "ticket_cancelled", Delivery.recipient == email
    )
    return " ".join(db.session.scalar(query).split())


def test_what_nobody_paid_for_is_credited_by_its_line(browser, event):
    invoice, people = billed(event)
    link = tickets.link_of(people["ada"])
    page = browser.get(f"/tickets/{link}/{encode_id(people['ada'].id)}/cancel").text
    assert "a credit note takes it off invoice" in page
    cancel(people["ada"])
    assert account(invoice) == (2 * PRICE, PRICE, 0, 0)
    assert list_undecided(event.id) == []
    assert "credit note takes it off invoice" in told("ada@example.org")
    with unit_of_work():
        credit_unpaid(SYSTEM, people["ada"].id, "Twice")
    assert account(invoice)[1] == PRICE
    pay(invoice, PRICE)
    assert tickets.get_ticket(people["bob"].id).state == "valid"


def test_what_was_paid_waits_for_a_decision_and_is_given_back(app, event, lead):
    invoice, people = billed(event)
    pay(invoice, 2 * PRICE)
    run_jobs(app)
    link = tickets.link_of(tickets.get_ticket(people["ada"].id))
    asked = f"/tickets/{link}/{encode_id(people['ada'].id)}/cancel"
    holder, desk = Browser(app), Browser(app).sign_in(lead)
    assert "decides what of it is given back" in holder.get(asked).text
    assert "Refunds to decide" not in desk.get("/manage/day").text
    assert holder.post(asked).status_code == 302
    run_jobs(app)
    assert account(invoice) == (2 * PRICE, 0, 2 * PRICE, 0)
    assert "decides what of it is given back" in told("ada@example.org")
    assert "Refunds to decide" in desk.get("/manage/day").text
    page = desk.get(INBOX).text
    assert "Cancelled tickets" in page
    ((line, _invoice),) = list_undecided(event.id)
    here = f"/manage/day/billing/invoices/{encode_id(invoice.id)}/credit"
    assert f'value="{encode_id(line.id)}" checked' in desk.get(here).text
    sent = {"lines": encode_id(line.id), "why": "Ill"}
    assert desk.post(here, sent).status_code == 302
    assert account(invoice) == (2 * PRICE, PRICE, 2 * PRICE, 0)
    page = desk.get(INBOX).text
    assert "Cancelled tickets" not in page
    assert "Paid too much" in page


def test_it_is_decided_once_that_money_stays(app, client, event, lead):
    invoice, people = billed(event)
    pay(invoice, 2 * PRICE)
    cancel(people["ada"])
    cancel(people["bob"])
    headers = {"Authorization": "Bearer " + make_api_token(lead)}
    path = "/api/v1/events/day/undecided-refunds"
    first, second = (one["id"] for one in client.get(path, headers=headers).json)
    desk = Browser(app).sign_in(lead)
    keep = f"/manage/day/billing/cancelled/{first}/keep"
    for said in ("Decided: nothing is given back", "It is decided already"):
        assert said in desk.get(desk.post(keep, page=INBOX).location).text
    assert client.post(f"{path}/{second}/keep", headers=headers).status_code == 204
    assert client.get(path, headers=headers).json == []
    assert account(invoice) == (2 * PRICE, 0, 2 * PRICE, 0)


def test_only_the_lead_decides_and_only_about_what_is_cancelled(event):
    invoice, _people = billed(event)
    line = db.session.scalars(select(InvoiceLine)).first()
    helper = make_person()
    make_team_member(event, helper, role=TeamRole.DESK)
    with pytest.raises(NotFound), unit_of_work():
        keep_money(actor_of(helper), line)
    with pytest.raises(Conflict, match="nothing_to_decide"), unit_of_work():
        keep_money(SYSTEM, line)
    assert account(invoice) == (2 * PRICE, 0, 0, 0)


def test_a_part_that_was_paid_is_nothing_to_credit_unasked(event):
    invoice, people = billed(event)
    pay(invoice, 100)
    cancel(people["ada"])
    assert account(invoice) == (2 * PRICE, 0, 100, 0)
    assert len(list_undecided(event.id)) == 1


def test_a_free_ticket_is_cancelled_without_a_word_of_money(app, event):
    kind = make_ticket_type(event)
    with unit_of_work():
        person = Attendee(ticket_type=kind.id, given_name="Eve", email="eve@example.org")
        (ticket,) = place_order(ANONYMOUS, event, [person]).tickets
        cancel_by_link(ANONYMOUS, tickets.link_of(ticket), ticket.id)
    run_jobs(app)
    assert "invoice" not in told("eve@example.org")


def test_what_is_billed_stays_with_the_buyer_when_a_ticket_is_passed_on(event):
    invoice, people = billed(event)
    pay(invoice, 2 * PRICE)
    ada = tickets.get_ticket(people["ada"].id)
    link = transfer_link(make_transfer(ada))
    person = Attendee(ticket_type=ada.ticket_type_id, given_name="Eglė", email="")
    with unit_of_work():
        taken = accept_transfer(ANONYMOUS, link, person)
    with pytest.raises(Conflict, match="nothing_to_bill"), unit_of_work():
        bill_order(SYSTEM, db.session.get_one(Order, taken.order_id), make_buyer())
    cancel(taken)
    ((line, of),) = list_undecided(event.id)
    assert (line.ticket_id, of.id) == (ada.id, invoice.id)


def test_three_to_decide_ask_no_more_of_tables_than_one(app, event, lead, count_queries):
    desk, counts = Browser(app).sign_in(lead), []
    for number in range(3):
        invoice, people = billed(event, names=(f"guest{number}",))
        pay(invoice, PRICE)
        cancel(people[f"guest{number}"])
        with count_queries as counted:
            assert desk.get(INBOX).text.count("Keep the money") == number + 1
        counts.append(counted.count)
    assert counts[0] == counts[2]
