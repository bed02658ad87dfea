"""What the pages of billing share: their blueprint, their words, the way in for those who bill."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel import numbers
from flask import Blueprint
from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from app.billing.messages import STANDINGS, WAYS
from app.billing.queries import today_of
from app.billing.rules.numbers import shown_reference
from app.billing.rules.states import standing_of
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.web.guards import actor
from app.web.i18n import format_day
from app.web.tabs import Place, Tab, ticket_tab

blueprint = Blueprint("billing", __name__)
ticket_tab(
    90,
    _("Billing"),
    "billing.list_invoices",
    Permission.BILLING_VIEW,
    "billing.list_services",
    "billing.edit_seller",
    "billing.inbox",
    "billing.income",
)
BILLING = Place(_("Parts of billing"))
for _tab in (
    Tab(_("Invoices"), "billing.list_invoices", Permission.BILLING_VIEW),
    Tab(_("Payments"), "billing.inbox", Permission.BILLING_MANAGE),
    Tab(_("Paid services"), "billing.list_services", Permission.BILLING_VIEW),
    Tab(_("Income"), "billing.income", Permission.BILLING_VIEW),
    Tab(_("Who bills"), "billing.edit_seller", Permission.BILLING_MANAGE),
):
    BILLING.add(_tab)


def managed(slug: str, permission: Permission = Permission.BILLING_MANAGE) -> Any:
    """Return an event whose books the reader keeps, or at least sees."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event


@blueprint.app_template_filter("amount")
def amount(minor: int) -> str:
    """Write minor units with both decimals, as in a column of amounts."""
    value = Decimal(minor) / 100
    return str(numbers.format_decimal(value, "#,##0.00", locale=get_locale() or "en"))


@blueprint.app_template_filter("vat_rate")
def vat_rate(basis_points: int) -> str:
    """Write a rate of VAT, such as “19 %”."""
    return f"{basis_points / 100:g} %"


@blueprint.app_template_filter("iban")
def grouped_iban(iban: str) -> str:
    """Write an account number in groups of four."""
    return shown_reference(iban)


@blueprint.app_template_filter("way")
def way(code: str) -> str:
    """Return the word for how money came."""
    return str(WAYS[code])


@blueprint.app_template_filter("date_words")
def date_words(text: str) -> str:
    """Write a day that a document keeps, such as “21 November 2026”."""
    return format_day(date.fromisoformat(text))


@blueprint.app_template_filter("standing")
def standing(invoice: Any) -> dict[str, Any]:
    """Return word and tone of how an invoice stands."""
    if invoice.is_credit_note:
        key = "credit_note"
    else:
        today = today_of(invoice.event)
        key = standing_of(invoice.account.sums, invoice.due_on, today)
    text, tone = STANDINGS[key]
    return {"key": str(key), "text": text, "tone": tone}
