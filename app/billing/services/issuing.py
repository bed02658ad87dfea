"""Issuing: what was sold becomes a document with a number, which nobody changes from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.billing import queries
from app.billing.facts import CreditNoteIssued, InvoiceIssued
from app.billing.models import Invoice, InvoiceAccount, InvoiceLine, Seller
from app.billing.rules.buyers import Buyer
from app.billing.rules.document import (
    Account,
    Corrected,
    Heading,
    Occasion,
    Party,
    digest,
    freeze,
)
from app.billing.rules.numbers import Kind, reference_of
from app.billing.rules.totals import Sold, Sums, bill
from app.billing.rules.vat import BuyerTax, SellerTax, Treatment, treat
from app.billing.services.numbering import next_number
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.times import to_local
from app.events.models import Event
from app.identity.rules.vat import normal_vat


@dataclass(frozen=True)
class Item:
    """Something to bill, and what it is in our records."""

    sold: Sold
    ticket_id: int | None = None
    service_id: int | None = None


@dataclass(frozen=True)
class Bargain:
    """What is billed to whom; of tickets, also by which order."""

    items: Sequence[Item]
    buyer: Buyer
    currency: str
    order_id: int | None = None


def issue_invoice(
    actor: Actor,
    event: Event,
    items: Sequence[Item],
    buyer: Buyer,
    *,
    currency: str,
    order_id: int | None = None,
) -> Invoice:
    """Issue an invoice; whoever calls has authorised it."""
    agreed = Bargain(items, buyer, currency, order_id)
    return issue_as_of(actor, event, agreed, queries.today_of(event))


def issue_as_of(actor: Actor, event: Event, agreed: Bargain, day: date) -> Invoice:
    """Issue an invoice that bears a day; whoever calls has authorised it."""
    seller = get_seller_to_bill(event)
    heading = _heading(event, seller, agreed.buyer, agreed.currency, day)
    sold = [one.sold for one in agreed.items]
    sums = bill(sold, heading.treatment, has_vat_number=bool(seller.vat_number))
    invoice = keep_document(event, seller, heading, sums, order_id=agreed.order_id)
    db.session.add(InvoiceAccount(invoice_id=invoice.id, total=sums.total))
    for place, (item, line) in enumerate(zip(agreed.items, sums.lines, strict=True), start=1):
        db.session.add(
            InvoiceLine(
                id=new_id(),
                invoice_id=invoice.id,
                position=place,
                quantity=line.quantity,
                due=line.due,
                ticket_id=item.ticket_id,
                service_id=item.service_id,
            )
        )
    db.session.flush()
    record(InvoiceIssued(**_told(actor, invoice), invoice_id=invoice.id))
    return invoice


def issue_credit_note(actor: Actor, invoice: Invoice, sums: Sums, why: str) -> Invoice:
    """Issue a credit note for lines of an invoice, to whom and by whom that was issued."""
    event, before = invoice.event, invoice.document
    seller = get_seller_to_bill(event)
    if seller.organisation_id != invoice.organisation_id:
        raise Conflict("seller_changed")
    today = queries.today_of(event)
    heading = Heading(
        kind=Kind.CREDIT_NOTE,
        number=next_number(seller, Kind.CREDIT_NOTE, today.year),
        reference=before["reference"],
        issued_on=today,
        due_on=today,
        currency=before["currency"],
        treatment=Treatment(before["treatment"]),
        seller=Party(**before["seller"]),
        account=Account(**before["account"]),
        buyer=Party(**before["buyer"]),
        occasion=_occasion(event),
        order_reference=before["order_reference"],
        reason=before["reason"],
        notes=before["notes"],
        corrects=Corrected(invoice.number, to_local(invoice.issued_at, event.timezone).date()),
        why=why,
    )
    made = keep_document(
        event, seller, heading, sums, order_id=invoice.order_id, corrects_id=invoice.id
    )
    told = _told(actor, made)
    record(CreditNoteIssued(**told, invoice_id=made.id, corrects_id=invoice.id))
    return made


def get_seller_to_bill(event: Event) -> Seller:
    """Return who bills for an event; Conflict while nobody does."""
    seller = queries.find_seller(event.id)
    if seller is None:
        raise Conflict("no_seller")
    return seller


def keep_document(
    event: Event,
    seller: Seller,
    heading: Heading,
    sums: Sums,
    *,
    order_id: int | None = None,
    corrects_id: int | None = None,
) -> Invoice:
    """Keep a document as it is issued, frozen and with its digest."""
    document = freeze(heading, sums)
    invoice = Invoice(
        id=new_id(),
        event_id=event.id,
        organisation_id=seller.organisation_id,
        kind=heading.kind,
        number=heading.number,
        reference=heading.reference,
        order_id=order_id,
        corrects_id=corrects_id,
        email=heading.buyer.email,
        buyer_name=heading.buyer.name,
        currency=heading.currency,
        total=sums.total,
        tax=sums.tax,
        document=document,
        sha256=digest(document),
        due_on=heading.due_on,
    )
    db.session.add(invoice)
    db.session.flush()
    return invoice


def _heading(event: Event, seller: Seller, buyer: Buyer, currency: str, day: date) -> Heading:
    """Return all of a new invoice beside its lines, with the next number."""
    party = _party_of(buyer)
    number = next_number(seller, Kind.INVOICE, day.year)
    return Heading(
        kind=Kind.INVOICE,
        number=number,
        reference=reference_of(number),
        issued_on=day,
        due_on=day + timedelta(days=seller.term_days),
        currency=currency,
        treatment=_treatment(seller, buyer, party),
        seller=_billing_party(seller),
        account=Account(seller.iban, seller.bic),
        buyer=party,
        occasion=_occasion(event),
        order_reference=buyer.order_reference,
        reason=seller.exempt_reason,
        notes=seller.notes,
    )


def _treatment(seller: Seller, buyer: Buyer, party: Party) -> Treatment:
    return treat(
        SellerTax(seller.country, seller.scheme, bool(seller.vat_number), seller.is_reversing),
        BuyerTax(buyer.country, buyer.is_organisation, bool(party.vat_number)),
    )


def _billing_party(seller: Seller) -> Party:
    return Party(
        name=seller.legal_name,
        street=seller.street,
        postcode=seller.postcode,
        city=seller.city,
        country=seller.country,
        vat_number=seller.vat_number,
        tax_number=seller.tax_number,
        email=seller.email,
    )


def _party_of(buyer: Buyer) -> Party:
    vat_number: str | None = ""
    if buyer.is_organisation and buyer.vat_number:
        vat_number = normal_vat(buyer.vat_number, buyer.country)
        if vat_number is None:
            raise Invalid("vat_number_wrong", field="vat_number")
    return Party(
        name=buyer.name,
        street=buyer.street,
        postcode=buyer.postcode,
        city=buyer.city,
        country=buyer.country,
        vat_number=vat_number or "",
        email=buyer.email,
        contact=buyer.contact,
    )


def _occasion(event: Event) -> Occasion:
    zone = event.timezone
    return Occasion(
        name=event.name,
        begins_on=to_local(event.starts_at, zone).date(),
        ends_on=to_local(event.ends_at, zone).date(),
        place=event.venue_name,
    )


def _told(actor: Actor, invoice: Invoice) -> dict[str, Any]:
    return {
        "actor_id": actor.person_id,
        "event_id": invoice.event_id,
        "number": invoice.number,
        "total": invoice.total,
        "currency": invoice.currency,
        "sha256": invoice.sha256,
    }
