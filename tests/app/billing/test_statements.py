"""Statements at random: every cent is with an invoice or waits for a person, read however often."""

import random
import time
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from app.billing import services
from app.billing.models import InvoiceAccount, PaidService, Payment
from app.billing.rules.entries import Entry, Told
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.uow import unit_of_work
from tests.conftest import IS_LONG
from tests.factories.billing import make_buyer, make_seller, make_service
from tests.factories.events import make_event

INVOICES = 300 if IS_LONG else 12
WHOLE = 11_900
KINDS = ("exact", "under", "over", "twice", "parts", "nobody", "other", "two", "never")


def bill(event, number):
    with unit_of_work():
        return services.order_service(SYSTEM, service_of(event), 1, make_buyer(name=f"X{number}"))


def service_of(event):
    return db.session.scalars(select(PaidService).where(PaidService.event_id == event.id)).one()


def money(dice, kind, invoice, another):
    """Return what comes for an invoice, and how much of it finds its way without a person."""
    said = f"Invoice {dice.choice((invoice.number, invoice.reference))} thank you"
    part, extra = dice.randint(1, WHOLE - 1), dice.randint(1, 9_999)
    come = {
        "exact": ([(WHOLE, said)], WHOLE),
        "under": ([(part, said)], part),
        "over": ([(WHOLE + extra, said)], WHOLE + extra),
        "twice": ([(WHOLE, said), (WHOLE, said)], WHOLE),
        "parts": ([(part, said), (WHOLE - part + extra, said), (extra, said)], WHOLE + extra),
        "nobody": ([(extra, "membership")], 0),
        "other": ([(extra, f"{invoice.number}7")], 0),
        "two": ([(2 * WHOLE, f"{invoice.number} and {another.number}")], 0),
        "never": ([], 0),
    }
    return come[kind]


@pytest.mark.parametrize("seed", range(5 if IS_LONG else 1))
def test_every_cent_of_random_statements_is_accounted_for(app, seed, say):
    dice, event = random.Random(seed), make_event(slug="day")
    make_seller(event, prefix="GIN")
    make_service(event, price=WHOLE)
    invoices = [bill(event, number) for number in range(INVOICES)]
    entries, paid = [], {}
    for place, invoice in enumerate(invoices):
        kind = KINDS[place % len(KINDS)]
        sums, paid[invoice.id] = money(dice, kind, invoice, invoices[place - 1])
        come = {"received_on": date(2026, 11, 20), "currency": "EUR", "payer": "Bank"}
        entries += [Entry(amount=sum_, remittance=said, **come) for sum_, said in sums]
    began = time.monotonic()
    halves = entries[: len(entries) // 2], entries[len(entries) // 2 :]
    read = [told(event, one) for one in (*halves, *halves)]
    say(
        f"statements: {INVOICES} invoices, {len(entries)} entries, "
        f"{time.monotonic() - began:.1f} s, {sum(one.matched for one in read)} matched"
    )
    assert [one.added for one in read] == [len(halves[0]), len(halves[1]), 0, 0]
    found = dict(db.session.execute(select(InvoiceAccount.invoice_id, InvoiceAccount.paid)).all())
    assert found == paid
    sums = select(Payment.state, func.sum(Payment.amount)).group_by(Payment.state)
    whole = Counter(dict(db.session.execute(sums).all()))
    assert whole["matched"] == sum(paid.values())
    assert whole["matched"] + whole["open"] == sum(one.amount for one in entries)
    settled = select(InvoiceAccount.invoice_id).where(InvoiceAccount.settled_at.is_not(None))
    assert set(db.session.scalars(settled)) == {one for one in paid if paid[one] >= WHOLE}


def told(event, entries):
    with unit_of_work():
        return services.read_statement(
            SYSTEM, event, Told("", tuple(entries)), filename="a.csv", data=b"x"
        )
