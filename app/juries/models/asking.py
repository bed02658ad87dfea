"""Tables of what people are told before they accept a seat, and of those who declined."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.juries.rules.briefing import TextKind


class JuryText(Base):
    """A version of an event's briefing for jurors or of its honour terms; it never changes."""

    __tablename__ = "jury_text"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "version", name="uq_jury_text_event_kind_version"),
        CheckConstraint("kind IN ('briefing', 'terms')", name="kind_known"),
        CheckConstraint("version >= 1", name="version_from_one"),
        Index("ix_jury_text_written_by_id", "written_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[TextKind] = mapped_column(String(10), info=IMPERSONAL)
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class DeclinedSeat(Base):
    """Somebody who was asked onto a panel and declined, and who took the seat instead."""

    __tablename__ = "declined_seat"
    __about__ = About(
        whose=("email",),
        purpose="Who declined a seat on a jury, and why",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        dated="declined_at",
        days=365,
        since="declined_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        Index("ix_declined_seat_event_id", "event_id"),
        Index("ix_declined_seat_filled_by_id", "filled_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    given_name: Mapped[str] = mapped_column(String(100), default="", info=personal(Category.NAME))
    family_name: Mapped[str] = mapped_column(String(100), default="", info=personal(Category.NAME))
    role: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(String(600), default="", info=personal(Category.CONTENT))
    declined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    filled_by_id: Mapped[int | None] = mapped_column(ForeignKey("juror.id"))

    @property
    def name(self) -> str:
        """What they are called, or their address."""
        return f"{self.given_name} {self.family_name}".strip() or self.email


when_broken("uq_jury_text_event_kind_version", "text_changed_meanwhile")
