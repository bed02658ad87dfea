"""From who bills to the invoice on paper, taken back by lines: services, pages and API."""

import json
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from app.billing import queries, services
from app.billing.models import Invoice, InvoiceAccount, NumberSeries, PaidService
from app.billing.rules.document import digest
from app.core.authz import SYSTEM
from app.core.db import Base, db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.merging import merge_rows
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from tests.factories.billing import IBAN, make_buyer, make_invoice, make_seller, make_service
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.worker import run_jobs


@pytest.fixture
def event(app):
    return make_event(slug="day")


def seller_values(event, **more):
    return {
        "organisation_id": event.lead_organisation_id,
        "legal_name": "Nord e. V.",
        "street": "Kai 1",
        "postcode": "20457",
        "city": "Hamburg",
        "country": "DE",
        "email": "a@example.org",
        "scheme": "standard",
        "is_reversing": True,
        "vat_number": "136695976",
        "tax_number": "",
        "exempt_reason": "",
        "iban": "de89 3704 0044 0532 0130 00",
        "bic": "",
        "prefix": "gin",
        "term_days": 14,
        "grace_days": 14,
        "notes": "",
    } | more


def fail_after_the_number(service):
    with unit_of_work():
        services.order_service(SYSTEM, service, 1, make_buyer())
        raise Conflict("too_late")


def test_who_bills_is_kept_in_one_spelling_and_checked(event, lead):
    with unit_of_work():
        seller = services.set_seller(actor_of(lead), event, seller_values(event))
    assert (seller.iban, seller.prefix, seller.vat_number) == (IBAN, "GIN", "DE136695976")
    wrong = {
        "iban": ("DE89370400440532013001", "iban_wrong"),
        "bic": ("NOBANK", "bic_wrong"),
        "prefix": ("Ä", "prefix_wrong"),
        "vat_number": ("DE1", "vat_number_wrong"),
        "organisation_id": (1, "not_of_event"),
    }
    for name, (value, code) in wrong.items():
        with pytest.raises(Invalid, match=code), unit_of_work():
            services.set_seller(SYSTEM, event, seller_values(event, **{name: value}))
    with pytest.raises(Invalid, match="tax_number_needed"), unit_of_work():
        services.set_seller(SYSTEM, event, seller_values(event, vat_number=""))


def test_without_a_seller_nothing_is_put_on_offer(event, lead):
    with pytest.raises(Conflict, match="no_seller"), unit_of_work():
        services.add_service(actor_of(lead), event, {"name": "Gold", "price": 1})


def test_only_the_lead_keeps_the_books(event):
    make_seller(event)
    invoice = make_invoice(event)
    for role in (TeamRole.CO_ORGANISER, TeamRole.DESK):
        person = make_person()
        make_team_member(event, person, role=role, organisation=event.lead_organisation)
        with pytest.raises((Forbidden, NotFound)), unit_of_work():
            services.credit(actor_of(person), invoice, [], "no")


def test_numbers_follow_each_other_and_the_document_never_changes(event):
    seller = make_seller(event, prefix="GIN")
    first, second = make_invoice(event), make_invoice(event, quantity=3)
    year = queries.today_of(event).year
    assert [first.number, second.number] == [f"GIN-{year}-00001", f"GIN-{year}-00002"]
    assert first.document["total"] == 11_900
    assert first.document["vat"] == [{"category": "S", "rate": 1900, "net": 10_000, "tax": 1_900}]
    with unit_of_work():
        seller.legal_name = "Another e. V."
    again = queries.get_invoice(first.id, event.id)
    assert again.document["seller"]["name"] == "Gigafab Innovation Nord e. V."
    assert again.sha256 == digest(again.document)
    plain = json.dumps(again.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.sha256 == sha256(plain.encode()).hexdigest()


def test_a_number_that_is_not_used_is_given_back(event):
    make_seller(event, prefix="GIN")
    service = make_service(event)
    with pytest.raises(Invalid, match="vat_number_wrong"), unit_of_work():
        services.order_service(SYSTEM, service, 1, make_buyer(vat_number="DE1"))
    with pytest.raises(Conflict, match="too_late"):
        fail_after_the_number(service)
    assert make_invoice(event).number.endswith("-00001")
    assert db.session.scalar(select(NumberSeries.last)) == 1


def test_a_service_is_never_oversold_and_comes_back_with_its_credit(event):
    make_seller(event)
    service = make_service(event, size=2)
    with unit_of_work():
        invoice = services.order_service(SYSTEM, service, 2, make_buyer())
    with pytest.raises(Conflict, match="service_sold_out"), unit_of_work():
        services.order_service(SYSTEM, service, 1, make_buyer())
    [line] = queries.list_lines(invoice.id)
    with unit_of_work():
        note = services.credit(SYSTEM, invoice, [line.id], "The hall is too small.")
    assert note.total == invoice.total == 23_800
    assert note.document["corrects"]["number"] == invoice.number
    assert "-C" in note.number
    assert db.session.get_one(PaidService, service.id, populate_existing=True).sold == 0
    account = db.session.get_one(InvoiceAccount, invoice.id, populate_existing=True)
    assert (account.credited, account.sums.open) == (23_800, 0)
    with pytest.raises(Conflict, match="credited_already"), unit_of_work():
        services.credit(SYSTEM, invoice, [line.id], "Once more.")
    with pytest.raises(Conflict, match="credit_note_is_final"), unit_of_work():
        services.credit(SYSTEM, note, [line.id], "Back.")
    assert len(db.session.scalars(select(Invoice)).all()) == 2


def test_the_paper_carries_the_invoice_for_machines(event, browser, lead):
    make_seller(event)
    invoice = make_invoice(event, country="FR", vat_number="FR40303265045")
    run_jobs()
    browser.sign_in(lead)
    here = f"/manage/day/billing/invoices/{encode_id(invoice.id)}"
    assert invoice.number in browser.get(here).text
    sent = browser.get(f"{here}/invoice.pdf")
    with pikepdf.open(BytesIO(sent.data)) as pdf:
        assert list(pdf.attachments) == ["factur-x.xml"]
        xml = pdf.attachments["factur-x.xml"].get_file().read_bytes()
        assert pdf.open_metadata().pdfa_status == "3B"
        assert "/StructTreeRoot" in pdf.Root
    assert invoice.number.encode() in xml
    assert b"<ram:CategoryCode>AE</ram:CategoryCode>" in xml
    link = queries.invoice_link(invoice)
    assert browser.get(f"/invoices/{link}").status_code == 200
    assert browser.get(f"/invoices/{link}/invoice.pdf").data == sent.data
    assert browser.get(f"/invoices/{link[:-1]}x").status_code == 404


def test_whoever_charges_no_vat_issues_without_it_whenever_that_was_said(app):
    event = make_event()
    make_seller(event, scheme="exempt", exempt_reason="Of a non-profit body.")
    db.session.expire_all()

    invoice = make_invoice(event)

    assert (invoice.total, invoice.tax) == (11_900, 0)
    assert invoice.document["treatment"] == "exempt"
    assert invoice.document["reason"] == "Of a non-profit body."


def test_two_who_gave_out_one_number_are_never_made_one(app):
    both = []
    for _number in range(2):
        event = make_event()
        make_seller(event, prefix="SAME")
        make_invoice(event)
        both.append(event.lead_organisation_id)
    gone, kept = both
    with pytest.raises(Conflict, match="merge_refused"), unit_of_work():
        merge_rows(db.session(), Base.metadata.tables["organisation"], gone, kept)
    assert (
        db.session.scalars(select(Invoice.organisation_id).order_by(Invoice.issued_at)).all()
        == both
    )
