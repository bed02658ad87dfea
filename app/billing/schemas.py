"""What people and programs send and get about invoices, payments and paid services."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, validate

from app.billing.rules.buyers import Buyer
from app.billing.rules.noting import Noted
from app.billing.rules.vat import Scheme
from app.identity.schemas import Email
from app.web.fields import Choice, Count, Country, MoneyMinor, Text
from app.web.forms import Form, Id
from app.web.paging import PageQuery

MOST_DAYS = 365
MOST_SOLD = 10_000
MOST_LINES = 500
WHOLE_RATE = 10_000
WAYS = ("transfer", "card", "cash", "other")
CURRENCIES = ("EUR", "CHF", "CZK", "DKK", "GBP", "NOK", "PLN", "RON", "SEK", "USD")


def _rate(value: int) -> None:
    if not 0 <= value <= WHOLE_RATE:
        raise ValidationError(gettext("A rate from 0 to 100 per cent."))


def _some(value: int) -> None:
    if value <= 0:
        raise ValidationError(gettext("More than nothing."))


class SellerForm(Form):
    """Who bills for an event."""

    organisation = Id(required=True)
    legal_name = Text(200, required=True)
    street = Text(200, required=True)
    postcode = Text(20, required=True)
    city = Text(100, required=True)
    country = Country(required=True)
    email = Email(required=True)
    scheme = Choice(Scheme, required=True)
    is_reversing = fields.Boolean(load_default=True)
    vat_number = Text(20)
    tax_number = Text(40)
    exempt_reason = Text(300)
    iban = Text(42, required=True)
    bic = Text(11)
    prefix = Text(10, required=True)
    term_days = Count(0, MOST_DAYS, load_default=14)
    grace_days = Count(0, MOST_DAYS, load_default=14)
    notes = Text(1_000)


def seller_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent as the columns of a seller; what was left out is empty."""
    found = {name: "" if value is None else value for name, value in data.items()}
    for name in ("vat_number", "tax_number", "exempt_reason", "bic", "notes"):
        found.setdefault(name, "")
    return found | {"organisation_id": found.pop("organisation")}


class SellerOut(Schema):
    """Who bills for an event."""

    organisation_id = Id()
    legal_name = fields.String()
    street = fields.String()
    postcode = fields.String()
    city = fields.String()
    country = fields.String()
    email = fields.String()
    scheme = fields.String()
    is_reversing = fields.Boolean()
    vat_number = fields.String()
    tax_number = fields.String()
    exempt_reason = fields.String()
    iban = fields.String()
    bic = fields.String()
    prefix = fields.String()
    term_days = fields.Integer()
    grace_days = fields.Integer()
    notes = fields.String()


class BuyerForm(Form):
    """Who an invoice is for."""

    is_organisation = fields.Boolean(load_default=False)
    name = Text(200, required=True)
    contact = Text(200)
    street = Text(200, required=True)
    postcode = Text(20, required=True)
    city = Text(100, required=True)
    country = Country(required=True)
    vat_number = Text(20)
    email = Email(required=True)
    order_reference = Text(60)


class ServiceOrderForm(BuyerForm):
    """An order of a paid service for an organisation."""

    quantity = Count(1, MOST_SOLD, load_default=1)


def buyer_in(data: dict[str, Any]) -> Buyer:
    """Return what was sent as somebody to bill."""
    names = Buyer.__dataclass_fields__
    return Buyer(
        **{key: value for key, value in data.items() if key in names and value is not None}
    )


class ServiceForm(Form):
    """A paid service; the rate of VAT in per cent, from programs in hundredths of one."""

    name = Text(100, required=True)
    description = Text(2_000)
    price = MoneyMinor(required=True)
    currency = fields.String(load_default="EUR", validate=validate.OneOf(CURRENCIES))
    vat_rate = MoneyMinor(load_default=0, validate=_rate)
    size = Count(0, MOST_SOLD)


def service_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent as the columns of a paid service."""
    return data | {"description": data.get("description") or "", "size": data.get("size")}


class ServiceOut(Schema):
    """A paid service."""

    id = Id()
    name = fields.String()
    description = fields.String()
    price = fields.Integer()
    currency = fields.String()
    vat_rate = fields.Integer()
    size = fields.Integer(allow_none=True)
    sold = fields.Integer()


class PaymentForm(Form):
    """Money as somebody notes it; the key makes sending it twice harmless."""

    kind = fields.String(load_default="payment", validate=validate.OneOf(("payment", "refund")))
    amount = MoneyMinor(required=True, validate=_some)
    received_on = fields.Date(required=True)
    way = fields.String(load_default="transfer", validate=validate.OneOf(WAYS))
    remittance = Text(1_000)
    client_key = Text(60, required=True)


def noted_in(data: dict[str, Any]) -> Noted:
    """Return what was sent as money that was noted."""
    return Noted(
        amount=data["amount"],
        received_on=data["received_on"],
        way=data["way"],
        remittance=data.get("remittance") or "",
        key="hand:" + data["client_key"],
    )


class StatementForm(Form):
    """Which columns of a table are which, where their names do not say it."""

    day = Text(100)
    amount = Text(100)
    payer = Text(100)
    reference = Text(100)


class MatchForm(Form):
    """The invoice that a payment is for; none puts it aside."""

    invoice = Id(
        allow_none=True,
        load_default=None,
        error_messages={"invalid": _("Choose an invoice, or that it is not for this event.")},
    )


class WhyForm(Form):
    """A reason."""

    why = Text(300, required=True)


class IncomeOut(Schema):
    """What an event billed in one currency, in minor units."""

    currency = fields.String()
    billed = fields.Integer()
    credited = fields.Integer()
    paid = fields.Integer()
    refunded = fields.Integer()
    open = fields.Integer()
    overdue = fields.Integer()


class CreditForm(Form):
    """Which lines of an invoice are taken back, and why."""

    lines = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_LINES))
    why = Text(300, required=True)
    cancel_tickets = fields.Boolean(load_default=False)


class UndecidedOut(Schema):
    """What was billed for a ticket that is cancelled."""

    id = Id()
    invoice_id = Id()
    ticket_id = Id()
    due = fields.Integer()


class InvoiceAccountOut(Schema):
    """What became of an invoice, in minor units."""

    total = fields.Integer()
    credited = fields.Integer()
    paid = fields.Integer()
    refunded = fields.Integer()
    reminders = fields.Integer()


class InvoiceOut(Schema):
    """An invoice or a credit note as it was issued; a credit note has no account."""

    id = Id()
    event_id = Id()
    order_id = Id(allow_none=True)
    corrects_id = Id(allow_none=True)
    kind = fields.String()
    number = fields.String()
    reference = fields.String()
    buyer_name = fields.String()
    email = fields.String()
    currency = fields.String()
    total = fields.Integer()
    tax = fields.Integer()
    issued_at = fields.AwareDateTime(format="iso")
    due_on = fields.Date()
    sha256 = fields.String()
    account = fields.Nested(InvoiceAccountOut, allow_none=True)


class InvoiceWholeOut(InvoiceOut):
    """The same with its document, whose SHA-256 is that of its JSON with sorted keys."""

    document = fields.Dict()


class InvoiceQuery(PageQuery):
    """Which invoices of an event."""

    text = Text(100)
    standing = Text(12)


class InvoicePage(Schema):
    """One page of the invoices of an event."""

    items = fields.List(fields.Nested(InvoiceOut))
    next_cursor = fields.String(allow_none=True)
