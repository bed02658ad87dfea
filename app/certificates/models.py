"""Tables of how an event certifies attendance, and of the certificates."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certificates.rules.saying import COUNTING, MOST_FUNCTION, MOST_SIGNATORY, Said
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.events.models import Event
from app.tickets.models import Ticket

_STANDS = text("withdrawn_at IS NULL")


class CertificateTerms(Base):
    """Whether an event certifies attendance, which sessions count, and who signs."""

    __tablename__ = "certificate_terms"
    __about__ = About(
        whose=(),
        purpose="Who signs certificates of attendance",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.BLANKED,
        days=1826,
        since="event_id.ends_at",
        recipients=(Recipient.PUBLIC,),
    )
    __table_args__ = (CheckConstraint("least_share BETWEEN 0 AND 100", name="share_in_per_cent"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id"), primary_key=True, autoincrement=False
    )
    is_on: Mapped[bool] = mapped_column(default=False)
    signatory: Mapped[str] = mapped_column(
        String(MOST_SIGNATORY), default="", info=personal(Category.NAME)
    )
    function: Mapped[str] = mapped_column(String(MOST_FUNCTION), default="", info=IMPERSONAL)
    kinds: Mapped[list[str]] = mapped_column(
        Json, default=lambda: [one.value for one in COUNTING], info=IMPERSONAL
    )
    least_share: Mapped[int] = mapped_column(default=0)
    event: Mapped[Event] = relationship()


class AttendanceCertificate(Base):
    """What was certified to somebody; one of a ticket stands, the others are withdrawn."""

    __tablename__ = "attendance_certificate"
    __about__ = About(
        whose=("ticket_id",),
        purpose="Which sessions somebody attended, as certified to them",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=1826,
        since="issued_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("code", name="uq_attendance_certificate_code"),
        Index(
            "uq_attendance_certificate_standing",
            "ticket_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_attendance_certificate_ticket_id", "ticket_id"),
        Index("ix_attendance_certificate_event_id_id", "event_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    code: Mapped[str] = mapped_column(String(16), info=IMPERSONAL)
    name: Mapped[str] = mapped_column(String(210), info=personal(Category.NAME))
    kept: Mapped[dict[str, Any]] = mapped_column(Json, info=personal(Category.PROFILE))
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    event: Mapped[Event] = relationship()
    ticket: Mapped[Ticket] = relationship()

    @property
    def said(self) -> Said:
        """What it says besides the name."""
        return Said.read(self.kept)


when_broken("uq_attendance_certificate_standing", "certificate_issued")
