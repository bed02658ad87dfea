"""Tables of vouchers: codes that give somebody a ticket on other terms than the public."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime
from app.events.models import Event
from app.tickets.models.places import TicketType
from app.tickets.rules.vouchers import Effect, VoucherState, domains_in, voucher_state


class Voucher(Base):
    """A code that changes a price, shows what is hidden or keeps places, so and so many times.

    The value is what its effect says: hundredths of a per cent, or minor units of the ticket's
    currency. One use is one ticket; a ticket that is cancelled gives it back.
    """

    __tablename__ = "voucher"
    __table_args__ = (
        UniqueConstraint("event_id", "code_key", name="uq_voucher_event_id_code_key"),
        CheckConstraint("used BETWEEN 0 AND times", name="used_within_times"),
        CheckConstraint("value >= 0", name="value_not_negative"),
        CheckConstraint("effect <> 'percent' OR value <= 10000", name="at_most_all"),
        CheckConstraint(
            "effect IN ('listed', 'free', 'percent', 'amount', 'price')", name="effect_known"
        ),
        CheckConstraint("valid_until > valid_from", name="valid_in_order"),
        CheckConstraint("reserved BETWEEN 0 AND times", name="reserved_within_times"),
        CheckConstraint("reserved = 0 OR reserved_type_id IS NOT NULL", name="reserved_of_a_kind"),
        Index("ix_voucher_reserved_type_id", "reserved_type_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    code: Mapped[str] = mapped_column(String(40), info=IMPERSONAL)
    code_key: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    effect: Mapped[Effect] = mapped_column(String(10), default=Effect.FREE, info=IMPERSONAL)
    value: Mapped[int] = mapped_column(default=0)
    times: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[datetime | None] = mapped_column(UTCDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    domains: Mapped[str] = mapped_column(String(500), default="", info=IMPERSONAL)
    reserved: Mapped[int] = mapped_column(default=0)
    reserved_type_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_type.id"))
    note: Mapped[str] = mapped_column(String(200), default="", info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    ticket_types: Mapped[list[TicketType]] = relationship(
        secondary="voucher_ticket_type", order_by=TicketType.position, viewonly=True
    )

    @property
    def domain_list(self) -> list[str]:
        """The domains of the addresses that it is for; every address where there is none."""
        return domains_in(self.domains)

    @property
    def hold_key(self) -> str:
        """The key of the hold that keeps its places."""
        return f"voucher:{self.id}"

    def state_at(self, now: datetime) -> VoucherState:
        """Return whether it can be used at an instant."""
        return voucher_state(
            now=now,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            used=self.used,
            times=self.times,
        )

    def covers(self, ticket_type_id: int) -> bool:
        """Whether it changes anything for a kind of ticket: every kind where none is named."""
        return not self.ticket_types or ticket_type_id in {one.id for one in self.ticket_types}


class VoucherTicketType(Base):
    """Which kinds of tickets a voucher is for; it shows them where they are hidden."""

    __tablename__ = "voucher_ticket_type"
    __table_args__ = (Index("ix_voucher_ticket_type_ticket_type_id", "ticket_type_id"),)

    voucher_id: Mapped[int] = mapped_column(
        ForeignKey("voucher.id"), primary_key=True, autoincrement=False
    )
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id"), primary_key=True, autoincrement=False
    )


when_broken("ck_voucher_used_within_times", "voucher_used_up", field="access_code")
when_broken("uq_voucher_event_id_code_key", "code_taken", field="code")
