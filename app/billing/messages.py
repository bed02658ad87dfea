"""The words of what can go wrong with invoices and payments, and of how they stand."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.billing.rules.vat import Scheme

MESSAGES: dict[str, LazyString] = {
    "bic_wrong": _("This is no bank code (BIC). It may be left out."),
    "billed_already": _("There is an invoice for this order already."),
    "column_missing": _("There is no column “%(name)s”. The file has: %(head)s."),
    "credit_note_is_final": _("A credit note cannot be credited."),
    "credited_already": _("One of these lines was credited already."),
    "currency_differs": _("The payment is in %(came)s, the invoice in %(wanted)s."),
    "iban_wrong": _("This is no account number (IBAN): its check digits are wrong."),
    "lines_needed": _("Choose at least one line."),
    "no_seller": _("Say first who bills for this event, under Billing."),
    "not_overdue": _("This invoice is not overdue."),
    "not_past_grace": _("The time to pay is not over yet."),
    "nothing_open": _("Nothing is open of this invoice."),
    "nothing_to_decide": _("It is decided already, or the ticket is not cancelled."),
    "nothing_to_bill": _("Nothing of this order is to be paid."),
    "payment_matched": _("This payment is with an invoice already."),
    "payment_noted_already": _("This payment was noted already."),
    "prefix_wrong": _("Use up to ten capital letters and digits, such as GIN."),
    "provider_silent": _("The payment provider does not answer. Try again, or pay by transfer."),
    "refund_above_paid": _("More than was paid cannot be given back."),
    "reminded_already": _("A reminder went out less than a week ago."),
    "seller_changed": _("Another organisation bills now. Whoever issued this invoice credits it."),
    "seller_exists": _("Somebody else said just now who bills. Look at it once more."),
    "service_sold_out": _("So many are not left."),
    "signature_wrong": _("This message is not signed by the payment provider."),
    "size_below_sold": _("%(sold)s are sold, so there cannot be fewer."),
    "statement_line_unreadable": _("Line %(line)s has no day or no amount that we can read."),
    "statement_other_account": _("This statement is of another account: %(iban)s."),
    "statement_unreadable": _("This is no bank statement in CAMT.053 or CSV that we can read."),
    "tax_number_needed": _("An invoice names the VAT number or the tax number of who bills."),
    "vat_number_wrong": _("This is no VAT number of this country."),
}

SCHEMES: dict[str, LazyString] = {
    Scheme.STANDARD: _("Charges VAT"),
    Scheme.SMALL: _("Small enterprise that charges no VAT"),
    Scheme.EXEMPT: _("Exempt from VAT"),
}

STANDINGS: dict[str, tuple[LazyString, str]] = {
    "open": (_("Open"), "info"),
    "overdue": (_("Overdue"), "warn"),
    "paid": (_("Paid"), "good"),
    "overpaid": (_("Paid too much"), "warn"),
    "credited": (_("Credited"), "neutral"),
    "credit_note": (_("Credit note"), "neutral"),
}

WAYS: dict[str, LazyString] = {
    "transfer": _("Bank transfer"),
    "card": _("Card"),
    "cash": _("Cash"),
    "other": _("Another way"),
}
