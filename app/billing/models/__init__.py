"""Tables of sellers, invoices, payments and paid services."""

from app.billing.models.invoices import BilledOrder, Invoice, InvoiceAccount, InvoiceLine
from app.billing.models.offering import PaidService
from app.billing.models.payments import Checkout, Payment, Statement
from app.billing.models.sellers import NumberSeries, Seller

__all__ = [
    "BilledOrder",
    "Checkout",
    "Invoice",
    "InvoiceAccount",
    "InvoiceLine",
    "NumberSeries",
    "PaidService",
    "Payment",
    "Seller",
    "Statement",
]
