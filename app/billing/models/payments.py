"""Tables of money that came or went back, the statements that told of it, and card payments."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.billing.models.invoices import TAX_LAW, YEARS_10, Invoice
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import (
    IMPERSONAL,
    About,
    Basis,
    Category,
    Erased,
    Recipient,
    names_person,
    personal,
)
from app.core.types import UTCDateTime


class Statement(Base):
    """A statement of a bank account that an organiser read in; its lines are payments."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_event_id_read_at", "event_id", "read_at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    filename: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    entries: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    read_by_id: Mapped[int | None] = mapped_column(BigInteger, info=names_person())
    read_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Payment(Base):
    """Money that came for an event, or was given back; `source_key` tells the same from another."""

    __tablename__ = "payment"
    __about__ = About(
        whose=(),
        purpose="Payments and refunds, from statements, by card or noted by hand",
        basis=Basis.LEGAL_OBLIGATION,
        erased=Erased.KEPT,
        why=TAX_LAW,
        days=YEARS_10,
        since="noted_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("event_id", "source_key", name="uq_payment_source"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("kind in ('payment', 'refund')", name="kind_known"),
        CheckConstraint("way in ('transfer', 'card', 'cash', 'other')", name="way_known"),
        CheckConstraint("state in ('open', 'matched', 'ignored')", name="state_known"),
        CheckConstraint("(state = 'matched') = (invoice_id is not null)", name="matched_to_one"),
        Index("ix_payment_event_id_state", "event_id", "state"),
        Index("ix_payment_invoice_id", "invoice_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    kind: Mapped[str] = mapped_column(String(10), default="payment", info=IMPERSONAL)
    way: Mapped[str] = mapped_column(String(10), default="transfer", info=IMPERSONAL)
    state: Mapped[str] = mapped_column(String(10), default="open", info=IMPERSONAL)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), info=IMPERSONAL)
    received_on: Mapped[date]
    payer: Mapped[str] = mapped_column(String(200), default="", info=personal(Category.NAME))
    remittance: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    source_key: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    noted_by_id: Mapped[int | None] = mapped_column(BigInteger, info=names_person())
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    invoice: Mapped[Invoice | None] = relationship()


class Checkout(Base):
    """A card payment that was begun at a provider for an invoice."""

    __tablename__ = "checkout"
    __table_args__ = (
        UniqueConstraint("provider", "session", name="uq_checkout_session"),
        Index("ix_checkout_invoice_id", "invoice_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    provider: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    session: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    url: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), info=IMPERSONAL)
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    invoice: Mapped[Invoice] = relationship()


when_broken("uq_payment_source", "payment_noted_already")
