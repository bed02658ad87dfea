"""Reading sellers, invoices, payments and paid services."""

from app.billing.queries.invoices import (
    STANDINGS,
    InvoiceFilter,
    find_billed,
    get_invoice,
    get_invoice_by_link,
    invoice_link,
    list_credit_notes,
    list_invoices,
    list_invoices_after,
    list_lines,
    today_of,
)
from app.billing.queries.selling import find_seller, get_service, list_services

__all__ = [
    "STANDINGS",
    "InvoiceFilter",
    "find_billed",
    "find_seller",
    "get_invoice",
    "get_invoice_by_link",
    "get_service",
    "invoice_link",
    "list_credit_notes",
    "list_invoices",
    "list_invoices_after",
    "list_lines",
    "list_services",
    "today_of",
]
