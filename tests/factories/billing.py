"""Sellers, paid services and invoices for tests."""

from datetime import date
from typing import Any

from app.billing import services
from app.billing.models import Invoice, PaidService, Payment, Seller
from app.billing.rules.buyers import Buyer
from app.core.authz import SYSTEM
from app.core.uow import unit_of_work
from app.events.models import Event
from tests.factories import numbers, saved

IBAN = "DE89370400440532013000"


def make_seller(event: Event, **values: Any) -> Seller:
    """Say who bills for an event: its lead, in Germany, with a prefix of its own."""
    defaults = {
        "event_id": event.id,
        "organisation_id": event.lead_organisation_id,
        "legal_name": "Gigafab Innovation Nord e. V.",
        "street": "Am Sandtorkai 1",
        "postcode": "20457",
        "city": "Hamburg",
        "country": "DE",
        "email": "rechnung@gin.example.org",
        "vat_number": "DE136695976",
        "iban": IBAN,
        "bic": "COBADEFFXXX",
        "prefix": f"G{next(numbers)}",
    }
    return saved(lambda: Seller(**(defaults | values)))


def make_service(event: Event, **values: Any) -> PaidService:
    """Put a paid service on offer, for 119 euro with 19 % VAT."""
    defaults = {"name": f"Stand {next(numbers)}", "price": 11_900, "vat_rate": 1900}
    return saved(lambda: PaidService(event_id=event.id, **(defaults | values)))


def make_buyer(**values: Any) -> Buyer:
    """Return somebody to bill, in Germany."""
    defaults = {
        "name": "Nordwerk GmbH",
        "street": "Werftstraße 9",
        "postcode": "24143",
        "city": "Kiel",
        "country": "DE",
        "email": f"buyer{next(numbers)}@nordwerk.example",
    }
    return Buyer(**(defaults | values))


def make_invoice(event: Event, *, quantity: int = 1, **buyer: Any) -> Invoice:
    """Bill a paid service."""
    service = make_service(event)
    with unit_of_work():
        return services.order_service(SYSTEM, service, quantity, make_buyer(**buyer))


def make_billed(event: Event, **buyer: Any) -> dict[str, int]:
    """Have an event bill a paid service and get money for nothing; return their numbers."""
    make_seller(event)
    invoice = make_invoice(event, **buyer)
    money = {"amount": 700, "currency": "EUR", "received_on": date(2026, 11, 1)}
    loose = saved(lambda: Payment(event_id=event.id, source_key="bank:1", **money))
    (line,) = invoice.lines
    numbers_of = {"service_id": line.service_id or 0, "invoice_id": invoice.id, "line_id": line.id}
    return numbers_of | {"payment_id": loose.id}
