"""Money told of, put to invoices, billed, credited and given back by many at once: once each."""

from collections import Counter
from datetime import date, timedelta
from itertools import cycle

import pytest
from sqlalchemy import func, select, update

from app.billing import queries, services
from app.billing.models import Checkout, Invoice, InvoiceAccount, Payment
from app.billing.rules.camt import read_camt
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.card_payments import Received
from app.core.db import db
from app.core.uow import unit_of_work
from app.events.queries import get_event_by_id
from app.tickets.models import Quota, Ticket
from app.tickets.queries import order_link
from app.tickets.services import Attendee, place_order
from tests.app.billing.test_paying import camt
from tests.concurrency.test_members import at_once
from tests.conftest import IS_LONG
from tests.factories import saved
from tests.factories.billing import make_buyer, make_invoice, make_seller
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type, quota_of

pytestmark = pytest.mark.slow

MANY = 50 if IS_LONG else 8
WHOLE = 11_900


@pytest.fixture
def event(app):
    event = make_event(slug="day")
    make_seller(event, prefix="GIN")
    return event


@pytest.fixture
def placed(event):
    """Return an order of two tickets that cost something, and their quota."""
    kind = make_ticket_type(event, price=WHOLE, vat_rate=1900)
    people = [
        Attendee(ticket_type=kind.id, given_name=name, email=f"{name}@example.org")
        for name in ("ada", "bob")
    ]
    with unit_of_work():
        return place_order(ANONYMOUS, event, people), quota_of(kind)


def noted(amount, key):
    return services.Noted(amount=amount, received_on=date(2026, 11, 20), way="transfer", key=key)


def on_invoice(invoice, act, *more):
    """Return who does something with an invoice that it reads for itself; some with another end."""
    invoice_id, event_id = invoice.id, invoice.event_id

    def work(*mine):
        return act(SYSTEM, queries.get_invoice(invoice_id, event_id), *mine)

    ends = [*zip(*[cycle(one) for one in more], range(MANY), strict=False)] if more else []
    return [lambda end=end[:-1]: work(*end) for end in ends] or [work] * MANY


def account(invoice_id):
    """Return what of an invoice is paid, refunded and credited."""
    db.session.rollback()
    found = db.session.get_one(InvoiceAccount, invoice_id, populate_existing=True)
    return found.paid, found.refunded, found.credited


def numbers():
    db.session.rollback()
    found = db.session.scalars(select(Invoice.number).order_by(Invoice.number)).all()
    return [one.rpartition("-")[2] for one in found]


def states():
    return Counter(db.session.scalars(select(Ticket.state)))


def test_an_order_is_billed_once_and_no_number_is_lost(app, event, placed):
    order, _quota_id = placed
    link, buyer = order_link(order), make_buyer()
    found = at_once(app, *[lambda: services.bill_by_link(ANONYMOUS, link, buyer)] * MANY)
    assert found == {"done": 1, "billed_already": MANY - 1}
    make_invoice(event)
    assert numbers() == ["00001", "00002"]


def test_a_line_is_credited_once(app, event):
    invoice = make_invoice(event)
    lines = [one.id for one in queries.list_lines(invoice.id)]
    found = at_once(app, *on_invoice(invoice, services.credit, [lines], ["No."]))
    assert found == {"done": 1, "credited_already": MANY - 1}
    assert account(invoice.id) == (0, 0, WHOLE)
    notes = select(Invoice.number).where(Invoice.corrects_id == invoice.id)
    assert [one[-5:] for one in db.session.scalars(notes)] == ["00001"]


def test_no_more_is_given_back_than_came(app, event):
    invoice = make_invoice(event)
    with unit_of_work():
        services.note_payment(SYSTEM, invoice, noted(WHOLE, "in"))
    third = WHOLE // 3
    slips = [noted(third, f"out {number}") for number in range(MANY)]
    found = at_once(app, *on_invoice(invoice, services.note_refund, slips))
    assert found == {"done": 3, "refund_above_paid": MANY - 3}
    assert account(invoice.id) == (WHOLE, 3 * third, 0)


@pytest.mark.parametrize("act", [services.note_payment, services.note_refund])
def test_one_slip_counts_once(app, event, act):
    invoice = make_invoice(event)
    with unit_of_work():
        services.note_payment(SYSTEM, invoice, noted(100 * WHOLE, "in"))
    found = at_once(app, *on_invoice(invoice, act, [noted(700, "slip")]))
    assert found == {"done": 1, "payment_noted_already": MANY - 1}
    assert sum(account(invoice.id)) == 100 * WHOLE + 700


def test_one_statement_read_by_many_is_money_once(app, event, placed):
    order, _quota_id = placed
    event_id = event.id
    with unit_of_work():
        invoice = services.bill_by_link(ANONYMOUS, order_link(order), make_buyer())
    data = camt(
        {"amount": "238.00", "said": invoice.number},
        {"amount": "7.00", "said": "?", "bank": "2"},
    )
    told = read_camt(data)

    def read():
        here = get_event_by_id(event_id)
        services.read_statement(SYSTEM, here, told, filename="a.xml", data=data)

    assert at_once(app, *[read] * MANY) == {"done": MANY}
    assert account(invoice.id) == (2 * WHOLE, 0, 0)
    kept = db.session.execute(select(Payment.amount, Payment.state).order_by(Payment.amount))
    assert kept.all() == [(700, "open"), (2 * WHOLE, "matched")]
    assert states() == {"valid": 2}


def test_of_two_statements_the_second_finds_what_the_first_one_paid(app, event):
    """The same money from two banks: the one pays the invoice, the other waits for a person."""
    invoice, event_id = make_invoice(event), event.id
    papers = [
        camt({"amount": "119.00", "said": invoice.number, "bank": str(number)})
        for number in range(MANY)
    ]

    def read(data):
        here = get_event_by_id(event_id)
        services.read_statement(SYSTEM, here, read_camt(data), filename="a.xml", data=data)

    assert at_once(app, *[lambda one=one: read(one) for one in papers]) == {"done": MANY}
    assert account(invoice.id) == (WHOLE, 0, 0)
    kept = db.session.execute(select(Payment.state, func.count()).group_by(Payment.state))
    assert dict(kept.all()) == {"matched": 1, "open": MANY - 1}


def test_a_payment_is_put_to_one_of_two_invoices(app, event):
    first, second = make_invoice(event), make_invoice(event)
    money = {"amount": WHOLE, "currency": "EUR", "received_on": date(2026, 11, 1)}
    payment_id = saved(lambda: Payment(event_id=event.id, source_key="bank:1", **money)).id

    def put(actor, invoice):
        services.match_payment(actor, db.session.get_one(Payment, payment_id), invoice)

    halves = [on_invoice(one, put)[: MANY // 2] for one in (first, second)]
    found = at_once(app, *halves[0], *halves[1])
    assert found == {"done": 1, "payment_matched": MANY - 1}
    assert sorted([account(first.id)[0], account(second.id)[0]]) == [0, WHOLE]


def test_two_card_payments_of_one_invoice_settle_it_once_and_no_money_is_lost(app, event, placed):
    """Who pays on two phones at once has paid twice; the second payment waits for a person."""
    order, _quota_id = placed
    with unit_of_work():
        invoice = services.bill_by_link(ANONYMOUS, order_link(order), make_buyer())
    sessions = ("cs_1", "cs_2")
    for session in sessions:
        begun = {"provider": "stripe", "session": session, "url": "https://checkout.example/1"}
        sums = {"amount": 2 * WHOLE, "currency": "EUR"}
        checkout = Checkout(invoice_id=invoice.id, **begun, **sums)
        with unit_of_work():
            db.session.add(checkout)
    works = [
        lambda one=one: services.take_card_payment("stripe", Received(one, 2 * WHOLE, "EUR"))
        for one in sessions * (MANY // 2)
    ]
    found = at_once(app, *works)
    assert found["done"] + found["payment_noted_already"] == MANY
    assert account(invoice.id) == (2 * WHOLE, 0, 0)
    kept = db.session.execute(select(Payment.state, func.count()).group_by(Payment.state))
    assert dict(kept.all()) == {"matched": 1, "open": 1}
    assert states() == {"valid": 2}


def test_who_pays_late_is_reminded_once_and_loses_the_places_once(app, event, placed):
    order, quota_id = placed
    with unit_of_work():
        invoice = services.bill_by_link(ANONYMOUS, order_link(order), make_buyer())
    with unit_of_work():
        late = queries.today_of(event) - timedelta(days=30)
        db.session.execute(update(Invoice).where(Invoice.id == invoice.id).values(due_on=late))
    found = at_once(app, *on_invoice(invoice, services.remind))
    assert found == {"done": 1, "reminded_already": MANY - 1}
    found = at_once(app, *on_invoice(invoice, services.cancel_unpaid, ["Not paid."]))
    assert found.pop("done") == 1
    assert set(found) <= {"credited_already", "nothing_open", "lines_needed"}
    assert account(invoice.id) == (0, 0, 2 * WHOLE)
    assert states() == {"cancelled": 2}
    assert db.session.get_one(Quota, quota_id, populate_existing=True).taken == 0
