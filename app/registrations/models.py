"""Tables of views, imports, pairs that are two people, and links of campaigns."""

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
from app.core.ids import new_id
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


when_broken("uq_attendee_view_event_person_name", "view_taken", field="name")
when_broken("uq_campaign_link_event_channel", "channel_taken", field="channel")
