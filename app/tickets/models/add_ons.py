"""Tables of add-ons: what somebody can have with a ticket, and who has it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime
from app.events.models import Event
from app.tickets.models.places import Quota, TicketType
from app.tickets.rules.add_ons import AddOnKind


class AddOn(Base):
    """A workshop, a study visit or a dinner that some kinds of tickets may have with them.

    Its price is with VAT, in minor units of the currency of the ticket that it comes with.
    """

    __tablename__ = "add_on"
    __table_args__ = (
        CheckConstraint("kind IN ('workshop', 'visit', 'dinner', 'other')", name="kind_known"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("vat_rate BETWEEN 0 AND 10000", name="vat_rate_in_bounds"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_add_on_event_id_position", "event_id", "position"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    description: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    kind: Mapped[AddOnKind] = mapped_column(String(10), default=AddOnKind.WORKSHOP, info=IMPERSONAL)
    price: Mapped[int] = mapped_column(default=0)
    vat_rate: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    is_offered: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    event: Mapped[Event] = relationship()
    quotas: Mapped[list[Quota]] = relationship(
        secondary="add_on_quota", order_by=Quota.id, viewonly=True
    )
    ticket_types: Mapped[list[TicketType]] = relationship(
        secondary="add_on_ticket_type", order_by=TicketType.position, viewonly=True
    )

    @property
    def free(self) -> int:
        """How many places are left for it."""
        return min((quota.to_be_had for quota in self.quotas if quota.is_for_all), default=0)

    def is_for(self, ticket_type_id: int) -> bool:
        """Whether a kind of ticket may have it: every kind where none is named."""
        return not self.ticket_types or ticket_type_id in {one.id for one in self.ticket_types}


class AddOnQuota(Base):
    """Where an add-on takes its places from: one in each of its quotas."""

    __tablename__ = "add_on_quota"
    __table_args__ = (Index("ix_add_on_quota_quota_id", "quota_id"),)

    add_on_id: Mapped[int] = mapped_column(
        ForeignKey("add_on.id"), primary_key=True, autoincrement=False
    )
    quota_id: Mapped[int] = mapped_column(
        ForeignKey("quota.id"), primary_key=True, autoincrement=False
    )


class AddOnTicketType(Base):
    """Which kinds of tickets may have an add-on with them."""

    __tablename__ = "add_on_ticket_type"
    __table_args__ = (Index("ix_add_on_ticket_type_ticket_type_id", "ticket_type_id"),)

    add_on_id: Mapped[int] = mapped_column(
        ForeignKey("add_on.id"), primary_key=True, autoincrement=False
    )
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id"), primary_key=True, autoincrement=False
    )


class TicketAddOn(Base):
    """That somebody has an add-on with a ticket, and what was agreed that it costs."""

    __tablename__ = "ticket_add_on"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        Index("ix_ticket_add_on_add_on_id", "add_on_id"),
    )

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )
    add_on_id: Mapped[int] = mapped_column(
        ForeignKey("add_on.id"), primary_key=True, autoincrement=False
    )
    price: Mapped[int] = mapped_column(default=0)
    add_on: Mapped[AddOn] = relationship()
