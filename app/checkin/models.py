"""Tables of gates, scanners, scans and admissions."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.checkin.rules import SCANNING_TIME
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Sequence, UTCDateTime
from app.events.models import Event
from app.tickets.models import Ticket


class Gate(Base):
    """A place where badges are scanned."""

    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("event_id", "name", name="uq_gate_event_name"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    event: Mapped[Event] = relationship()


class ScannerDevice(Base):
    """A phone that may scan at one gate of one event until the event is over."""

    __tablename__ = "scanner_device"
    __table_args__ = (
        UniqueConstraint("secret_hash", name="uq_scanner_device_secret_hash"),
        UniqueConstraint("pairing_hash", name="uq_scanner_device_pairing_hash"),
        Index("ix_scanner_device_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    name: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    pairing_hash: Mapped[str | None] = mapped_column(String(64), info=IMPERSONAL)
    pairing_expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    secret_hash: Mapped[str | None] = mapped_column(String(64), info=IMPERSONAL)
    paired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[Event] = relationship()
    gate: Mapped[Gate] = relationship()

    @property
    def expires_at(self) -> datetime:
        """When it may scan no more: some time after the event's end, wherever that was moved."""
        return self.event.ends_at + SCANNING_TIME


class Scan(Base):
    """One reading of a code at a gate, whatever came of it; never changed, never deleted.

    `device_at` is what the scanner's clock said, `scanned_at` the time that we believe.
    """

    __tablename__ = "scan"
    __about__ = About(
        whose=("ticket_id",),
        purpose="When a badge was read at the door, and what came of it",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        days=365,
        since="scanned_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("event_id", "client_id", name="uq_scan_event_client"),
        Index("ix_scan_event_id_scanned_at", "event_id", "scanned_at"),
        Index("ix_scan_ticket_id", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("scanner_device.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    client_id: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    code: Mapped[str] = mapped_column(String(200), info=personal(Category.TECHNICAL))
    verdict: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(String(30), info=IMPERSONAL)
    note: Mapped[str] = mapped_column(String(200), default="", info=personal(Category.CONTENT))
    device_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    scanned_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Admission(Base):
    """The first accepted scan of a ticket: the row that only one scanner can write."""

    __tablename__ = "admission"
    __about__ = About(
        whose=("ticket_id",),
        purpose="When somebody came in",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="How many came is what the funder asks; the ticket no longer says who",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (Index("ix_admission_event_id_admitted_at", "event_id", "admitted_at"),)

    ticket_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    scan_client_id: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    admitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ticket: Mapped[Ticket] = relationship()
    gate: Mapped[Gate] = relationship()


when_broken("uq_gate_event_name", "gate_taken", field="name")
