"""The table of what an organiser sells beside tickets."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.events.models import Event


class PaidService(Base):
    """A sponsor package, an exhibition table, advice: sold to organisations, perhaps few of it."""

    __tablename__ = "paid_service"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("vat_rate between 0 and 10000", name="vat_rate_in_bounds"),
        CheckConstraint("sold >= 0", name="sold_not_negative"),
        CheckConstraint("sold <= size", name="not_oversold"),
        Index("ix_paid_service_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    description: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    # With VAT, in minor units; the rate of VAT in hundredths of a per cent.
    price: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info=IMPERSONAL)
    vat_rate: Mapped[int] = mapped_column(default=0)
    size: Mapped[int | None]
    sold: Mapped[int] = mapped_column(default=0)
    event: Mapped[Event] = relationship()

    @property
    def left(self) -> int | None:
        """How many can still be sold; None without a limit."""
        return None if self.size is None else self.size - self.sold


when_broken("ck_paid_service_not_oversold", "service_sold_out", field="quantity")
