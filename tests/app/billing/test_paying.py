"""Orders that are paid: billed for their buyer, matched from statements, by card, late or not."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, update

from app.billing import queries, services
from app.billing.models import Invoice, InvoiceAccount, Payment
from app.billing.queries.papers import receipts_of
from app.billing.rules.camt import read_camt
from app.billing.rules.csv_statements import read_amount, read_table
from app.billing.rules.entries import Entry, Told
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.imports.rules.csv_lists import read_csv
from app.tickets.models import Quota, Ticket
from app.tickets.queries import link_of, order_link
from app.tickets.services import Attendee, place_order
from tests.factories.billing import IBAN, make_buyer
from tests.factories.tickets import make_ticket_type, quota_of
from tests.worker import run_jobs

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>{status}</Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>{bank}</AcctSvcrRef><NtryDtls><TxDtls>
<RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>{said}</Ustrd></RmtInf>
</TxDtls></NtryDtls></Ntry>"""


def camt(*entries, iban=IBAN):
    usual = {"way": "CRDT", "status": "BOOK", "payer": "Nordwerk GmbH", "said": "", "bank": "1"}
    return CAMT.format(
        iban=iban, entries="".join(ENTRY.format(**(usual | one)) for one in entries)
    ).encode()


def order(event, people=2, price=11_900):
    kind = make_ticket_type(event, price=price, vat_rate=1900, name="Attendee")
    attendees = [
        Attendee(
            ticket_type=kind.id,
            given_name=f"Name{number}",
            family_name="Family",
            email=f"a{number}@example.org",
            country="DE",
        )
        for number in range(people)
    ]
    with unit_of_work():
        return place_order(ANONYMOUS, event, attendees), kind


def billed(event, people=2, **buyer):
    placed, kind = order(event, people)
    with unit_of_work():
        invoice = services.bill_by_link(ANONYMOUS, order_link(placed), make_buyer(**buyer))
    return invoice, kind


def states(invoice):
    query = select(Ticket.state).where(Ticket.order_id == invoice.order_id)
    return sorted(db.session.scalars(query))


def account(invoice):
    return db.session.get_one(InvoiceAccount, invoice.id, populate_existing=True).sums


def read(event, data, lead=None):
    told = read_camt(data)
    with unit_of_work():
        return services.read_statement(SYSTEM, event, told, filename="a.xml", data=data)


def test_an_order_is_billed_once_and_paid_by_its_reference(event):
    invoice, _kind = billed(event)
    assert (invoice.total, states(invoice)) == (23_800, ["unpaid", "unpaid"])
    with pytest.raises(Conflict, match="billed_already"), unit_of_work():
        services.bill_by_link(ANONYMOUS, order_link(invoice.order), make_buyer())
    paid = camt(
        {"amount": "238.00", "said": f"Danke {invoice.reference[:4]} {invoice.reference[4:]}"}
    )
    first = read(event, paid)
    assert (first.entries, first.added, first.matched) == (1, 1, 1)
    assert states(invoice) == ["valid", "valid"]
    again = read(event, paid)
    assert (again.entries, again.added, again.matched) == (1, 0, 0)
    assert account(invoice).paid == 23_800
    run_jobs()
    receipt = receipts_of(invoice.id)[0]
    assert receipt.state == "made"


def test_less_more_twice_and_unknown_wait_for_a_person(event):
    invoice, _kind = billed(event)
    said = f"Rechnung {invoice.number}"
    less = read(event, camt({"amount": "200.00", "said": said, "bank": "1"}))
    assert less.matched == 1
    assert states(invoice) == ["unpaid", "unpaid"]
    assert account(invoice).open == 3_800
    more = read(event, camt({"amount": "50.00", "said": said, "bank": "2"}))
    assert more.matched == 1
    assert states(invoice) == ["valid", "valid"]
    assert account(invoice).over == 1_200
    assert read(event, camt({"amount": "50.00", "said": said, "bank": "3"})).matched == 0
    assert read(event, camt({"amount": "7.00", "said": "Beitrag", "bank": "4"})).matched == 0
    loose = queries.list_loose_payments(event.id)
    assert [one.amount for one in loose] == [5_000, 700] or sorted(one.amount for one in loose) == [
        700,
        5_000,
    ]
    by_amount = {one.amount: one for one in loose}
    with unit_of_work():
        services.ignore_payment(SYSTEM, by_amount[700])
        services.match_payment(SYSTEM, by_amount[5_000], invoice)
    assert account(invoice).over == 6_200
    with pytest.raises(Conflict, match="payment_matched"), unit_of_work():
        services.match_payment(SYSTEM, by_amount[5_000], invoice)
    with unit_of_work():
        services.note_refund(SYSTEM, invoice, noted(6_200, "r1"))
    assert (account(invoice).over, account(invoice).open) == (0, 0)
    with pytest.raises(Invalid, match="refund_above_paid"), unit_of_work():
        services.note_refund(SYSTEM, invoice, noted(99_999_99, "r2"))


def noted(amount, key, way="transfer"):
    return services.Noted(amount=amount, received_on=date(2026, 11, 20), way=way, key=key)


def test_amount_and_payer_match_only_where_one_invoice_fits(event):
    invoice, _kind = billed(event, name="Nordwerk GmbH")
    assert read(event, camt({"amount": "238.00", "said": "Tickets", "bank": "9"})).matched == 1
    first, _kind = billed(event, name="Nordwerk GmbH")
    second, _kind = billed(event, name="Nordwerk GmbH")
    assert read(event, camt({"amount": "238.00", "said": "Tickets", "bank": "8"})).matched == 0
    both = f"{first.number} und {second.number}"
    assert read(event, camt({"amount": "476.00", "said": both, "bank": "7"})).matched == 0
    assert account(invoice).open == 0


def test_only_booked_income_of_the_own_account_counts(event):
    billed(event)
    told = read_camt(
        camt(
            {"amount": "1.00", "way": "DBIT"},
            {"amount": "2.00", "status": "PDNG"},
            {"amount": "3.05", "said": "x"},
        )
    )
    assert [one.amount for one in told.entries] == [305]
    with pytest.raises(Invalid, match="statement_other_account"):
        read(event, camt({"amount": "1.00"}, iban="DE02120300000000202051"))
    for broken in (b"", b"<x/>", b"<Document><BkToCstmrStmt/></Document>", camt({"amount": "x"})):
        with pytest.raises(Invalid, match="statement_unreadable"):
            read_camt(broken)
    bomb = b'<!DOCTYPE a [<!ENTITY b "b">]>' + camt({"amount": "1.00"})[38:]
    with pytest.raises(Invalid, match="file_broken"):
        read_camt(bomb)


def test_a_table_of_the_bank_is_read_by_its_heads(event):
    data = (
        "Buchungstag;Name;Verwendungszweck;Betrag\n"
        "20.11.2026;Nordwerk;GIN-1;1.234,50\n21.11.2026;X;Y;-3,00\n"
    ).encode("cp1252")
    listed = read_csv(data)
    told = read_table(listed.head, listed.rows, {}, "EUR")
    assert [(one.amount, one.received_on, one.payer) for one in told.entries] == [
        (123_450, date(2026, 11, 20), "Nordwerk")
    ]
    with pytest.raises(Invalid, match="column_missing"):
        read_table(listed.head, listed.rows, {"amount": "Summe"}, "EUR")
    amounts = {"1,234.50": 123_450, "12": 1_200, "+0,5": 50, "- 3 €": -300, "1.2.3": None}
    assert {text: read_amount(text) for text in amounts} == amounts


def test_who_does_not_pay_is_reminded_once_a_week_and_loses_the_places(event):
    invoice, kind = billed(event)
    with pytest.raises(Conflict, match="not_overdue"), unit_of_work():
        services.remind(SYSTEM, invoice)
    with unit_of_work():
        late = queries.today_of(event) - timedelta(days=30)
        db.session.execute(update(Invoice).where(Invoice.id == invoice.id).values(due_on=late))
    db.session.expire_all()
    with unit_of_work():
        services.remind(SYSTEM, invoice)
    with pytest.raises(Conflict, match="reminded_already"), unit_of_work():
        services.remind(SYSTEM, invoice)
    with unit_of_work():
        assert services.cancel_unpaid(SYSTEM, invoice, "Not paid.") == 2
    assert states(invoice) == ["cancelled", "cancelled"]
    assert db.session.get_one(Quota, quota_of(kind), populate_existing=True).taken == 0
    assert account(invoice).owed == 0


def test_a_correction_is_a_credit_note_and_a_new_invoice(event):
    invoice, _kind = billed(event)
    lines = [one.id for one in queries.list_lines(invoice.id)]
    with unit_of_work():
        services.credit(SYSTEM, invoice, lines[:1], "Wrong name.")
    with unit_of_work():
        second = services.bill_by_link(ANONYMOUS, order_link(invoice.order), make_buyer())
    assert second.total == 11_900
    with unit_of_work():
        services.note_payment(SYSTEM, second, noted(11_900, "k"))
    assert states(invoice) == ["unpaid", "valid"]


def test_the_link_of_one_ticket_does_not_bill_the_order(event):
    placed, _kind = order(event)
    with pytest.raises(NotFound):
        queries.get_order_by_link(link_of(placed.tickets[0]))


def test_a_buyer_gets_from_the_ticket_to_the_receipt(event, lead, browser):
    placed, _kind = order(event, people=1)
    link = order_link(placed)
    assert f"/tickets/{link}/invoice" in browser.get(f"/tickets/{link}").text
    form = {
        "is_organisation": "1",
        "name": "Usine SARL",
        "street": "1 rue A",
        "postcode": "75001",
        "city": "Paris",
        "country": "FR",
        "vat_number": "FR1",
        "email": "b@example.org",
    }
    here = f"/tickets/{link}/invoice"
    wrong = browser.post(here, form)
    assert wrong.status_code == 422
    assert "This is no VAT number of this country." in wrong.text
    made = browser.post(here, form | {"vat_number": "FR40303265045"})
    page = browser.get(made.location)
    assert "EUR 100" in page.text
    assert "Pay EUR 100 by card" not in page.text
    browser.sign_in(lead)
    listed = browser.get("/manage/day/billing")
    assert "Usine SARL" in listed.text
    invoice = db.session.scalars(select(Invoice)).one()
    inside = f"/manage/day/billing/invoices/{encode_id(invoice.id)}"
    assert browser.get(f"{inside}/payment").status_code == 200
    paid = {
        "kind": "payment",
        "amount": "100",
        "received_on": "2026-11-20",
        "way": "cash",
        "client_key": "once",
    }
    assert browser.post(f"{inside}/payment", paid).status_code == 302
    assert browser.post(f"{inside}/payment", paid).status_code == 409
    assert states(invoice) == ["valid"]
    run_jobs()
    assert browser.get(f"{inside}/receipt.pdf").data[:5] == b"%PDF-"
    assert "Usine SARL" in browser.get("/manage/day/billing/invoices.csv").text
    assert browser.get("/manage/day/billing/invoices.xlsx").data[:2] == b"PK"
    for place in ("income", "payments", "services", "seller"):
        assert browser.get(f"/manage/day/billing/{place}").status_code == 200
    for standing in queries.STANDINGS:
        assert browser.get(f"/manage/day/billing?standing={standing}&q=gin").status_code == 200


def test_a_statement_is_read_in_on_the_page(event, lead, browser):
    invoice, _kind = billed(event)
    browser.sign_in(lead)
    here = "/manage/day/billing/payments"
    data = camt(
        {"amount": "1.00", "said": "?"}, {"amount": "238.00", "said": invoice.number, "bank": "2"}
    )
    sent = browser.post(here, {"file": (BytesIO(data), "a.xml")})
    assert sent.status_code == 302
    assert states(invoice) == ["valid", "valid"]
    [loose] = queries.list_loose_payments(event.id)
    assert '<option value="-" selected>Choose one</option>' in browser.get(here).text
    browser.post(f"{here}/{encode_id(loose.id)}", {"invoice": "-"}, page=here)
    assert len(queries.list_loose_payments(event.id)) == 1
    assert "Choose an invoice, or that it is not for this event." in browser.get(here).text
    assert (
        browser.post(f"{here}/{encode_id(loose.id)}", {"invoice": ""}, page=here).status_code == 302
    )
    assert queries.list_loose_payments(event.id) == []
    assert browser.post(here, {"file": (BytesIO(b"GIF89a"), "a.gif")}).status_code == 422


def test_statements_do_not_care_how_often_or_in_which_order_they_come(event):
    same = Entry(received_on=date(2026, 11, 1), amount=5, currency="EUR", remittance="a")
    for _round in range(2):
        with unit_of_work():
            services.read_statement(SYSTEM, event, Told("", (same, same)), filename="", data=b"")
    assert len(db.session.scalars(select(Payment)).all()) == 2


def test_the_list_asks_as_often_for_three_as_for_one(event, lead, browser, count_queries):
    browser.sign_in(lead)
    seen = []
    for number in (1, 2):
        for _ in range(number):
            billed(event, people=1)
        db.session.rollback()
        with count_queries as counted:
            assert browser.get("/manage/day/billing").status_code == 200
        seen.append(counted.count)
    assert seen[0] == seen[1] <= 14
