"""Tables of venue hubs: those of an event, and, on a hub, where it comes from."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.events.models import Event
from app.hub.rules import NAME_LENGTH


class VenueHub(Base):
    """A laptop that takes an event along; what it scanned comes back by file or by itself."""

    __tablename__ = "venue_hub"
    __table_args__ = (Index("ix_venue_hub_event_id", "event_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), info=IMPERSONAL)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    heard_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # How many scans came back that were not here already.
    scans: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    event: Mapped[Event] = relationship()


class BroughtScans(Base):
    """A file of scans that somebody brought back, and what came of it; kept until it is merged."""

    __tablename__ = "brought_scans"
    __about__ = About(
        whose=("brought_by_id",),
        purpose="Who brought scans back that were made without the internet",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.BLANKED,
        days=365,
        since="brought_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("event_id", "sha256", name="uq_brought_scans_event_sha256"),
        Index("ix_brought_scans_file_id", "file_id"),
        Index("ix_brought_scans_brought_by_id", "brought_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    # Empty where a phone gave its own scans out.
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("venue_hub.id"))
    source: Mapped[str] = mapped_column(String(NAME_LENGTH), info=IMPERSONAL)
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    brought_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    merged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    scans: Mapped[int]
    # How many of them were not here already, and how many name a gate that is none of the event's.
    fresh: Mapped[int] = mapped_column(default=0)
    astray: Mapped[int] = mapped_column(default=0)
    file: Mapped[StoredFile | None] = relationship()


class HubHome(Base):
    """On a hub alone: what it is, where its main server is, and which scans that has."""

    __tablename__ = "hub_home"
    __table_args__ = (CheckConstraint("one = 1", name="only_one"),)

    one: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, default=1)
    hub_id: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), info=IMPERSONAL)
    main_url: Mapped[str] = mapped_column(String(300), info=IMPERSONAL)
    secret: Mapped[str] = mapped_column(String(100), deferred=True, info=IMPERSONAL)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_through: Mapped[int] = mapped_column(BigInteger, default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    event: Mapped[Event] = relationship()
