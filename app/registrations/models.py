"""Tables of views, links of campaigns, imports, and pairs that are two people."""

from datetime import datetime
from typing import Any

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
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.merging import ABOUT_BOTH
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import Json, UTCDateTime
from app.events.models import Event
from app.identity.models import Person


class AttendeeView(Base):
    """Filters, order and columns of an event's list under a name, of one person or of the team."""

    __tablename__ = "attendee_view"
    __about__ = About(
        whose=("person_id",),
        purpose="How an organiser looks at the list of attendees",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=365,
        since="event_id.ends_at",
        after=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint(
            "event_id", "person_id", "name", name="uq_attendee_view_event_person_name"
        ),
        Index("ix_attendee_view_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60), info=IMPERSONAL)
    asked: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()


class CampaignLink(Base):
    """A name that an address of the registration carries, so that a campaign can be counted."""

    __tablename__ = "campaign_link"
    __table_args__ = (
        UniqueConstraint("event_id", "channel", name="uq_campaign_link_event_channel"),
        CheckConstraint("length(channel) between 1 and 40", name="channel_of_some_length"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    channel: Mapped[str] = mapped_column(String(40), info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()


class AttendeeImport(Base):
    """A list of people that was uploaded for an event, and what its columns mean."""

    __tablename__ = "attendee_import"
    __about__ = About(
        whose=("uploaded_by_id",),
        holds=("file_id",),
        purpose="A list of people whom another tool took in, until they are registered",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="Others of the event's team go on with it",
        days=90,
        since="created_at",
        after=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("event_id", "sha256", name="uq_attendee_import_event_sha256"),
        Index("ix_attendee_import_uploaded_by_id", "uploaded_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    columns: Mapped[dict[str, int]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    # The same as words of the head, which hold for the next list of the event, too.
    heads: Mapped[dict[str, str]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    ticket_type_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_type.id"))
    is_mailing: Mapped[bool] = mapped_column(default=False)
    chosen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    work_id: Mapped[int | None] = mapped_column(BigInteger)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    event: Mapped[Event] = relationship()
    uploaded_by: Mapped[Person] = relationship()
    file: Mapped[StoredFile] = relationship()


class ImportedTicket(Base):
    """From which line of which list a ticket was made."""

    __tablename__ = "imported_ticket"
    __table_args__ = (
        UniqueConstraint("event_id", "line_key", name="uq_imported_ticket_event_line"),
        Index("ix_imported_ticket_import_id", "import_id"),
    )

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )
    # The list itself goes after some time, and the number of what it was stays.
    import_id: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    line_key: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    line: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class DistinctPair(Base):
    """Two tickets that look like one person's and are two people's, as somebody said."""

    __tablename__ = "distinct_pair"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="in_order"),
        Index("ix_distinct_pair_second_id", "second_id"),
        {"info": dict(ABOUT_BOTH)},
    )

    first_id: Mapped[int] = mapped_column(
        ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )


when_broken("uq_attendee_import_event_sha256", "list_there")
when_broken("uq_imported_ticket_event_line", "line_there")
when_broken("uq_attendee_view_event_person_name", "view_taken", field="name")
when_broken("uq_campaign_link_event_channel", "channel_taken", field="channel")
