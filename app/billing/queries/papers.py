"""Invoices and receipts on paper."""

from collections.abc import Sequence

from app.core.papers import Paper, list_papers

INVOICE, RECEIPT = "invoice", "receipt"


def papers_of(invoice_id: int) -> Sequence[Paper]:
    """Return an invoice on paper, as it was issued."""
    return list_papers(INVOICE, invoice_id)


def receipts_of(invoice_id: int) -> Sequence[Paper]:
    """Return the receipts of an invoice, the latest first."""
    return list_papers(RECEIPT, invoice_id)
