"""What happened to invoices and payments; words and amounts are in the records themselves."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class SellerSet(Fact):
    """It is said who bills for an event."""

    seller_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Fact):
    """An invoice went out."""

    invoice_id: int
    number: Code
    total: int
    currency: Code
    sha256: Code


@dataclass(frozen=True, kw_only=True)
class CreditNoteIssued(Fact):
    """An invoice was taken back, or a part of it."""

    invoice_id: int
    corrects_id: int
    number: Code
    total: int
    currency: Code
    sha256: Code


@dataclass(frozen=True, kw_only=True)
class PaymentNoted(Fact):
    """Money came for an invoice."""

    payment_id: int
    invoice_id: int
    amount: int
    way: Code


@dataclass(frozen=True, kw_only=True)
class RefundNoted(Fact):
    """Money was given back."""

    payment_id: int
    invoice_id: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class PaymentKept(Fact):
    """A ticket was cancelled, and what was paid for it is not given back."""

    invoice_id: int
    line_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceSettled(Fact):
    """Nothing is open any more of an invoice that was to be paid."""

    invoice_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceReminded(Fact):
    """Somebody was reminded that an invoice is overdue."""

    invoice_id: int
    reminders: int


@dataclass(frozen=True, kw_only=True)
class StatementRead(Fact):
    """A statement of the bank was read in."""

    statement_id: int
    entries: int
    added: int
    matched: int


@dataclass(frozen=True, kw_only=True)
class PaymentIgnored(Fact):
    """Money on a statement has nothing to do with the event."""

    payment_id: int


@dataclass(frozen=True, kw_only=True)
class PaidServiceSet(Fact):
    """A paid service was added or changed."""

    service_id: int


@dataclass(frozen=True, kw_only=True)
class UnpaidOrderCancelled(Fact):
    """An order was not paid in time, and its places are free again."""

    order_id: int
    tickets: int
