"""Tables of snapshots and the reports made from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime
from app.core.work import Work
from app.events.models import Event
from app.identity.models import Person


class Snapshot(Base):
    """An event's figures, frozen as canonical JSON; a correction makes a new version."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("event_id", "version", name="uq_snapshot_event_version"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    version: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400), default="", info=IMPERSONAL)
    content: Mapped[str] = mapped_column(Text, deferred=True, info=IMPERSONAL)
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[Event] = relationship()
    taken_by: Mapped[Person | None] = relationship()


class OutcomeReport(Base):
    """A PDF made from a snapshot."""

    __tablename__ = "outcome_report"
    __table_args__ = (Index("ix_outcome_report_snapshot_id", "snapshot_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    edition: Mapped[str] = mapped_column(String(20), default="funder", info=IMPERSONAL)
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"))
    snapshot: Mapped[Snapshot] = relationship()
    work: Mapped[Work] = relationship()


@event.listens_for(Snapshot, "before_update")
@event.listens_for(Snapshot, "before_delete")
def _refuse_change(_mapper: Mapper[Any], _connection: Any, snapshot: Snapshot) -> None:
    """Keep what was frozen: a correction is a new version."""
    raise TypeError(f"snapshot {snapshot.version} is frozen")


when_broken("uq_snapshot_event_version", "frozen_meanwhile")
