"""Many bill, sell and are told of payments at once: no number missing, none twice, paid once."""

import hashlib
import hmac
import json
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, update

from app.billing import queries, services
from app.billing.models import Checkout, Invoice, InvoiceAccount, NumberSeries, PaidService, Payment
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import in_unit_of_work
from app.events.queries import get_event_by_id
from tests.factories import saved
from tests.factories.billing import make_buyer, make_invoice, make_seller, make_service
from tests.factories.events import make_event

pytestmark = pytest.mark.slow

THREADS = 20
TOLD = 50 if "INNODAY_LONG" in os.environ else 8
SECRET = "whsec" + "_test"


def at_once(app, threads, work):
    barrier = Barrier(threads)

    def one(number):
        with app.app_context():
            barrier.wait()
            try:
                return in_unit_of_work(lambda: work(number))
            except DomainError as error:
                return error.code

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(one, range(threads)))


@pytest.fixture
def event(app):
    event = make_event(slug="day")
    make_seller(event, prefix="GIN")
    return event


def test_twenty_who_bill_at_once_get_twenty_numbers_without_a_gap(app, event):
    service, buyer = make_service(event, size=15), make_buyer()
    service_id, event_id = service.id, event.id
    db.session.rollback()

    def sell(_number):
        chosen = queries.get_service(service_id, event_id)
        services.order_service(SYSTEM, chosen, 1, buyer)
        return "billed"

    assert at_once(app, THREADS, sell) == {"billed": 15, "service_sold_out": 5}
    db.session.rollback()
    numbers = sorted(db.session.scalars(select(Invoice.number)))
    year = queries.today_of(event).year
    assert numbers == [f"GIN-{year}-{count:05d}" for count in range(1, 16)]
    assert db.session.get_one(PaidService, service_id, populate_existing=True).sold == 15


def test_who_reads_the_number_and_then_writes_it_gives_it_out_twice(app, event):
    """The control: without the one guarded update all of them get the same number."""
    make_invoice(event)
    db.session.rollback()
    reading = Barrier(4)

    def take_unguarded(_number):
        with app.app_context():
            last = db.session.scalar(select(NumberSeries.last)) or 0
            db.session.rollback()
            reading.wait()
            change = update(NumberSeries).values(last=last + 1)
            in_unit_of_work(lambda: db.session.execute(change))
            return last + 1

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(take_unguarded, range(4))) == [2] * 4


def signed(body):
    at = int(time.time())
    mac = hmac.new(SECRET.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={mac}", "Content-Type": "application/json"}


def message(session="cs_1", amount=11_900, kind="checkout.session.completed"):
    paid = {
        "id": session,
        "object": "checkout.session",
        "payment_status": "paid",
        "amount_total": amount,
        "currency": "eur",
    }
    told = {"id": "evt_1", "object": "event", "type": kind, "data": {"object": paid}}
    return json.dumps(told)


@pytest.fixture
def stripe(app, monkeypatch):
    monkeypatch.setitem(app.config, "STRIPE_SECRET_KEY", "sk_test")
    monkeypatch.setitem(app.config, "STRIPE_WEBHOOK_SECRET", SECRET)


@pytest.mark.usefixtures("stripe")
def test_told_of_many_times_at_once_a_card_payment_counts_once(app, event):
    invoice = make_invoice(event)
    begun = {"provider": "stripe", "session": "cs_1", "url": "https://checkout.example/1"}
    saved(lambda: Checkout(invoice_id=invoice.id, amount=11_900, currency="EUR", **begun))
    db.session.rollback()
    body, barrier = message(), Barrier(TOLD)

    def tell(_number):
        barrier.wait()
        return (
            app.test_client().post("/payments/stripe", data=body, headers=signed(body)).status_code
        )

    with ThreadPoolExecutor(TOLD) as pool:
        assert Counter(pool.map(tell, range(TOLD))) == {200: TOLD}
    db.session.rollback()
    assert len(db.session.scalars(select(Payment)).all()) == 1
    account = db.session.get_one(InvoiceAccount, invoice.id, populate_existing=True)
    assert (account.paid, account.settled_at is not None) == (11_900, True)


@pytest.mark.usefixtures("stripe")
def test_only_what_stripe_signed_and_what_was_asked_for_is_taken(client, event):
    invoice = make_invoice(event)
    begun = {"provider": "stripe", "session": "cs_1", "url": "https://checkout.example/1"}
    saved(lambda: Checkout(invoice_id=invoice.id, amount=11_900, currency="EUR", **begun))
    body = message()
    forged = signed(body) | {"Stripe-Signature": "t=1,v1=00"}
    assert client.post("/payments/stripe", data=body, headers=forged).status_code == 403
    for other in (message(session="cs_2"), message(kind="charge.refunded")):
        assert client.post("/payments/stripe", data=other, headers=signed(other)).status_code == 200
    assert db.session.scalars(select(Payment)).all() == []
    less = message(amount=100)
    assert client.post("/payments/stripe", data=less, headers=signed(less)).status_code == 200
    [loose] = queries.list_loose_payments(get_event_by_id(event.id).id)
    assert (loose.amount, loose.way, loose.remittance) == (100, "card", invoice.number)


def test_without_keys_nothing_is_told_and_no_button_is_shown(client, event):
    body = message()
    assert client.post("/payments/stripe", data=body, headers=signed(body)).status_code == 404
    page = client.get(f"/invoices/{queries.invoice_link(make_invoice(event))}").text
    assert "by card" not in page
