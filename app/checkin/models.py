"""Tables of checkpoints, gates, scanners, scans and admissions."""

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

from app.checkin.rules import SCANNING_TIME, CheckpointKind, Direction, Entries
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Sequence, UTCDateTime
from app.events.models import Event, EventSession
from app.tickets.models import AddOn, Ticket, TicketType


class Checkpoint(Base):
    """What is controlled: the venue, a room, a session, a meal, a bus; its gates share one rule.

    Of the checkpoints that are `is_exclusive` nobody can be in two: going into one is leaving the
    other.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (
        UniqueConstraint("event_id", "name", name="uq_checkpoint_event_name"),
        CheckConstraint("kind IN ('venue', 'room', 'session', 'meal', 'trip')", name="kind_known"),
        CheckConstraint("entries IN ('once', 'daily', 'any')", name="entries_known"),
        CheckConstraint("capacity >= 1", name="capacity_positive"),
        Index("ix_checkpoint_session_id", "session_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    kind: Mapped[CheckpointKind] = mapped_column(
        String(10), default=CheckpointKind.VENUE, info=IMPERSONAL
    )
    entries: Mapped[Entries] = mapped_column(String(10), default=Entries.ONCE, info=IMPERSONAL)
    has_exit: Mapped[bool] = mapped_column(default=False)
    is_exclusive: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("event_session.id", ondelete="SET NULL")
    )
    event: Mapped[Event] = relationship()
    session: Mapped[EventSession | None] = relationship()
    ticket_types: Mapped[list[TicketType]] = relationship(
        secondary="checkpoint_ticket_type", order_by=TicketType.position
    )
    add_ons: Mapped[list[AddOn]] = relationship(
        secondary="checkpoint_add_on", order_by=AddOn.position
    )


class CheckpointTicketType(Base):
    """That tickets of a type may pass a checkpoint; where nothing is asked for, all may."""

    __tablename__ = "checkpoint_ticket_type"
    __table_args__ = (Index("ix_checkpoint_ticket_type_ticket_type_id", "ticket_type_id"),)

    checkpoint_id: Mapped[int] = mapped_column(
        ForeignKey("checkpoint.id"), primary_key=True, autoincrement=False
    )
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id"), primary_key=True, autoincrement=False
    )


class CheckpointAddOn(Base):
    """That whoever has an add-on may pass a checkpoint."""

    __tablename__ = "checkpoint_add_on"
    __table_args__ = (Index("ix_checkpoint_add_on_add_on_id", "add_on_id"),)

    checkpoint_id: Mapped[int] = mapped_column(
        ForeignKey("checkpoint.id"), primary_key=True, autoincrement=False
    )
    add_on_id: Mapped[int] = mapped_column(
        ForeignKey("add_on.id"), primary_key=True, autoincrement=False
    )


class Gate(Base):
    """A place where badges are scanned, for one checkpoint."""

    __tablename__ = "gate"
    __table_args__ = (
        UniqueConstraint("event_id", "name", name="uq_gate_event_name"),
        Index("ix_gate_checkpoint_id", "checkpoint_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    name: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    event: Mapped[Event] = relationship()
    checkpoint: Mapped[Checkpoint] = relationship()


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
    # When the phone said that it has forgotten everybody.
    wiped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Whether it may search by name and let people in without a badge.
    is_supervisor: Mapped[bool] = mapped_column(default=False)
    # When it last spoke, how many scans it had not sent yet, and how far its clock was off.
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    waiting: Mapped[int] = mapped_column(default=0)
    clock_fault_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[Event] = relationship()
    gate: Mapped[Gate] = relationship()

    @property
    def expires_at(self) -> datetime:
        """When it may scan no more: some time after the event's end, wherever that was moved."""
        return self.event.ends_at + SCANNING_TIME


class Scan(Base):
    """One reading of a code at a gate, whatever came of it; never changed, never deleted.

    `device_at` is what the scanner's clock said, `scanned_at` the time that we believe; `told` is
    the verdict that the scanner showed before it asked, empty where it waited for ours.
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
        CheckConstraint("direction IN ('in', 'out')", name="direction_known"),
        CheckConstraint("told IN ('', 'green', 'amber', 'red')", name="told_known"),
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
    direction: Mapped[Direction] = mapped_column(String(3), default=Direction.IN, info=IMPERSONAL)
    told: Mapped[str] = mapped_column(String(10), default="", info=IMPERSONAL)
    # The scanner's own count of its scans: a gap tells that one never came.
    sequence: Mapped[int | None]
    device_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    scanned_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Admission(Base):
    """One entry of a ticket at a checkpoint: the row that only one scanner can write.

    The occasion tells entries apart where a ticket has several: the day, or how often it went out.
    """

    __tablename__ = "admission"
    __about__ = About(
        whose=("ticket_id",),
        purpose="When somebody came in",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="How many came is what the funder asks; the ticket no longer says who",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        Index("ix_admission_event_id_admitted_at", "event_id", "admitted_at"),
        Index("ix_admission_checkpoint_id", "checkpoint_id"),
    )

    ticket_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )
    checkpoint_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("checkpoint.id"), primary_key=True, autoincrement=False
    )
    occasion: Mapped[str] = mapped_column(String(20), primary_key=True, default="", info=IMPERSONAL)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    scan_client_id: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    admitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ticket: Mapped[Ticket] = relationship()
    gate: Mapped[Gate] = relationship()


class SettledClash(Base):
    """That somebody looked into a badge that came in twice, and what they found.

    `key` is the id of the scan that began it, which is the same whatever order the scans came in.
    """

    __tablename__ = "settled_clash"
    __about__ = About(
        whose=("person_id",),
        purpose="Who looked into a badge that came in twice",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.BLANKED,
        days=365,
        since="settled_at",
        recipients=(Recipient.ORGANISERS,),
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(64), primary_key=True, info=IMPERSONAL)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(200), info=personal(Category.CONTENT))
    settled_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


when_broken("pk_settled_clash", "clash_settled")
when_broken("uq_checkpoint_event_name", "checkpoint_taken", field="name")
when_broken("uq_gate_event_name", "gate_taken", field="name")
