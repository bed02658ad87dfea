"""Tables of invoices and credit notes, which never change, and of what becomes of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.billing.models.offering import PaidService
from app.billing.rules.numbers import Kind
from app.billing.rules.states import Account
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.merging import IRREPLACEABLE
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation
from app.tickets.models import Order, Ticket

TAX_LAW = "Tax law asks for invoices for ten years, as they were issued"
YEARS_10 = 3653


class Invoice(Base):
    """An invoice or a credit note as it was issued; no service ever changes one."""

    __tablename__ = "invoice"
    __about__ = About(
        whose=("email",),
        dated="issued_at",
        purpose="Invoices and credit notes as they were issued",
        basis=Basis.LEGAL_OBLIGATION,
        erased=Erased.KEPT,
        why=TAX_LAW,
        days=YEARS_10,
        since="issued_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("organisation_id", "number", name="uq_invoice_number"),
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("kind in ('invoice', 'credit_note')", name="kind_known"),
        CheckConstraint(
            "(kind = 'credit_note') = (corrects_id is not null)", name="credit_note_corrects"
        ),
        Index("ix_invoice_event_id_issued_at", "event_id", "issued_at"),
        Index("ix_invoice_order_id", "order_id"),
        Index("ix_invoice_corrects_id", "corrects_id"),
        Index("ix_invoice_reference", "reference"),
        # Two organisations that gave out one number can never be made one.
        {"info": IRREPLACEABLE},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[Kind] = mapped_column(String(12), info=IMPERSONAL)
    number: Mapped[str] = mapped_column(String(30), info=IMPERSONAL)
    reference: Mapped[str] = mapped_column(String(25), info=IMPERSONAL)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_order.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT, kept=TAX_LAW))
    buyer_name: Mapped[str] = mapped_column(String(200), info=personal(Category.NAME, kept=TAX_LAW))
    currency: Mapped[str] = mapped_column(String(3), info=IMPERSONAL)
    total: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    document: Mapped[dict[str, Any]] = mapped_column(
        Json, info=personal(Category.CONTENT, kept=TAX_LAW)
    )
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    due_on: Mapped[date]
    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation] = relationship()
    order: Mapped[Order | None] = relationship()
    corrects: Mapped["Invoice | None"] = relationship(remote_side="Invoice.id")
    lines: Mapped[list["InvoiceLine"]] = relationship(
        order_by="InvoiceLine.position", foreign_keys="InvoiceLine.invoice_id"
    )
    account: Mapped["InvoiceAccount | None"] = relationship()

    @property
    def is_credit_note(self) -> bool:
        """Whether it takes back an invoice, or a part of one."""
        return self.kind == Kind.CREDIT_NOTE


class InvoiceLine(Base):
    """A line of an invoice, and what it is for; it can be credited once."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position", name="uq_invoice_line_position"),
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        Index("ix_invoice_line_ticket_id", "ticket_id"),
        Index("ix_invoice_line_service_id", "service_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    quantity: Mapped[int]
    due: Mapped[int] = mapped_column(BigInteger)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("paid_service.id"))
    credited_by_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    # When it was decided that the money stays although the ticket is cancelled.
    kept_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ticket: Mapped[Ticket | None] = relationship()
    service: Mapped[PaidService | None] = relationship()


class InvoiceAccount(Base):
    """What became of an invoice: paid, credited, given back, reminded of; only ever counted up."""

    __tablename__ = "invoice_account"
    __table_args__ = (
        CheckConstraint("credited between 0 and total", name="credited_within_total"),
        CheckConstraint("paid >= 0", name="paid_not_negative"),
        CheckConstraint("refunded between 0 and paid", name="refunded_within_paid"),
    )

    invoice_id: Mapped[int] = mapped_column(
        ForeignKey("invoice.id"), primary_key=True, autoincrement=False
    )
    total: Mapped[int] = mapped_column(BigInteger)
    credited: Mapped[int] = mapped_column(BigInteger, default=0)
    paid: Mapped[int] = mapped_column(BigInteger, default=0)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None]
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def sums(self) -> Account:
        """What became of it, as the rules take it."""
        return Account(self.total, self.credited, self.paid, self.refunded)


class BilledOrder(Base):
    """The invoice that an order has now; another one only when the first was credited whole."""

    __tablename__ = "billed_order"
    __table_args__ = (Index("ix_billed_order_invoice_id", "invoice_id"),)

    order_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_order.id"), primary_key=True, autoincrement=False
    )
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))


when_broken("ck_invoice_account_credited_within_total", "credited_already")
when_broken("ck_invoice_account_refunded_within_paid", "refund_above_paid", field="amount")
