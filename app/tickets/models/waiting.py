"""Tables of the waiting list: who waits for which tickets, and what was offered to them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation
from app.tickets.models.orders import Order
from app.tickets.models.places import TicketType
from app.tickets.rules.waiting import OfferState, WaitingState


class WaitingEntry(Base):
    """A group that waits for a kind of ticket: once for an address, whatever became of it."""

    __tablename__ = "waiting_entry"
    __about__ = About(
        whose=("email",),
        dated="joined_at",
        purpose="Who waits for a place when a kind of ticket is full",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=30,
        since="event_id.ends_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("ticket_type_id", "email", name="uq_waiting_entry_ticket_type_email"),
        CheckConstraint("places >= 1", name="places_positive"),
        CheckConstraint("passes >= 0", name="passes_not_negative"),
        CheckConstraint(
            "state IN ('waiting', 'offered', 'taken', 'expired', 'left', 'removed', 'over')",
            name="state_known",
        ),
        Index("ix_waiting_entry_event_id_state", "event_id", "state", "joined_at"),
        Index("ix_waiting_entry_supported_by_id", "supported_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    supported_by_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    name: Mapped[str] = mapped_column(String(200), info=personal(Category.NAME))
    country: Mapped[str] = mapped_column(String(2), default="", info=IMPERSONAL)
    places: Mapped[int]
    passes: Mapped[int] = mapped_column(default=0)
    state: Mapped[WaitingState] = mapped_column(
        String(10), default=WaitingState.WAITING, info=IMPERSONAL
    )
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_for: Mapped[str] = mapped_column(Text, default="", info=personal(Category.ASSESSMENT))
    event: Mapped[Event] = relationship()
    ticket_type: Mapped[TicketType] = relationship()
    supported_by: Mapped[Organisation] = relationship()


class WaitingPlace(Base):
    """A quota that a group is short of; while one is, nobody else gets the places there."""

    __tablename__ = "waiting_place"
    __about__ = About(
        whose=("entry_id",),
        purpose="Where those who wait are short of places",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (Index("ix_waiting_place_quota_id", "quota_id"),)

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("waiting_entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    quota_id: Mapped[int] = mapped_column(
        ForeignKey("quota.id"), primary_key=True, autoincrement=False
    )


class WaitingOffer(Base):
    """Places set aside for a group that waited, until it takes them or its time is over."""

    __tablename__ = "waiting_offer"
    __about__ = About(
        whose=("entry_id",),
        dated="made_at",
        purpose="What was offered to those who wait",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("state IN ('open', 'taken', 'declined', 'expired')", name="state_known"),
        Index(
            "uq_waiting_offer_open",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_waiting_offer_entry_id", "entry_id"),
        Index("ix_waiting_offer_order_id", "order_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    entry_id: Mapped[int] = mapped_column(ForeignKey("waiting_entry.id", ondelete="CASCADE"))
    # The hold goes when its places do; the offer stays and tells what became of it.
    hold_id: Mapped[int] = mapped_column(BigInteger)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_order.id"))
    state: Mapped[OfferState] = mapped_column(String(10), default=OfferState.OPEN, info=IMPERSONAL)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    given_for: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    entry: Mapped[WaitingEntry] = relationship()
    order: Mapped[Order | None] = relationship()
