"""What can be done with invoices, payments and paid services."""

from app.billing.rules.noting import Noted
from app.billing.services.cards import begin_card_payment, take_card_payment
from app.billing.services.crediting import credit
from app.billing.services.offering import add_service, edit_service, order_service
from app.billing.services.ordering import bill_by_link, bill_order
from app.billing.services.paying import (
    ignore_payment,
    match_payment,
    note_payment,
    note_refund,
)
from app.billing.services.reminding import cancel_unpaid, credit_lines, remind
from app.billing.services.sellers import set_seller
from app.billing.services.statements import read_statement

__all__ = [
    "Noted",
    "add_service",
    "begin_card_payment",
    "bill_by_link",
    "bill_order",
    "cancel_unpaid",
    "credit",
    "credit_lines",
    "edit_service",
    "ignore_payment",
    "match_payment",
    "note_payment",
    "note_refund",
    "order_service",
    "read_statement",
    "remind",
    "set_seller",
    "take_card_payment",
]
