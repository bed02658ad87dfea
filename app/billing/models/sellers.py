"""Tables of who bills, and of the numbers that its documents get."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.billing.rules.numbers import Kind
from app.billing.rules.vat import Scheme
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.events.models import Event
from app.identity.models import Organisation


class Seller(Base):
    """The cluster that bills for an event, as it stands on its invoices from now on."""

    __tablename__ = "seller"
    __table_args__ = (
        UniqueConstraint("event_id", name="uq_seller_event_id"),
        CheckConstraint("term_days between 0 and 365", name="term_in_bounds"),
        CheckConstraint("grace_days between 0 and 365", name="grace_in_bounds"),
        CheckConstraint("vat_number <> '' or tax_number <> ''", name="known_to_a_tax_office"),
        CheckConstraint("scheme in ('standard', 'small_business', 'exempt')", name="scheme_known"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    legal_name: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    street: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    postcode: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    city: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    country: Mapped[str] = mapped_column(String(2), info=IMPERSONAL)
    email: Mapped[str] = mapped_column(String(254), info=IMPERSONAL)
    scheme: Mapped[Scheme] = mapped_column(String(20), default=Scheme.STANDARD, info=IMPERSONAL)
    is_reversing: Mapped[bool] = mapped_column(default=True)
    vat_number: Mapped[str] = mapped_column(String(20), default="", info=IMPERSONAL)
    tax_number: Mapped[str] = mapped_column(String(40), default="", info=IMPERSONAL)
    exempt_reason: Mapped[str] = mapped_column(String(300), default="", info=IMPERSONAL)
    iban: Mapped[str] = mapped_column(String(34), info=IMPERSONAL)
    bic: Mapped[str] = mapped_column(String(11), default="", info=IMPERSONAL)
    prefix: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    term_days: Mapped[int] = mapped_column(default=14)
    grace_days: Mapped[int] = mapped_column(default=14)
    notes: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation] = relationship()


class NumberSeries(Base):
    """The last number that a seller gave out: one row for its prefix, kind of document and year."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 1", name="last_from_one"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    prefix: Mapped[str] = mapped_column(String(10), primary_key=True, info=IMPERSONAL)
    kind: Mapped[Kind] = mapped_column(String(12), primary_key=True, info=IMPERSONAL)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


when_broken("uq_seller_event_id", "seller_exists")
