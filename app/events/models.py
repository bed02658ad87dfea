"""Tables of events, their programme, partners, team and the keys of their badges."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_event_id, new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.events.rules import EventKind, EventState, KeyReason, PartnerRole, SessionKind, TeamRole
from app.identity.models import Organisation, Person

__all__ = [
    "BadgeKey",
    "Event",
    "EventKind",
    "EventPartner",
    "EventSession",
    "EventState",
    "SessionKind",
    "TeamMember",
    "TeamRole",
]


class Event(Base):
    """An Open Innovation Day, or a portal: standing challenges that are open for months.

    A portal has neither venue nor programme nor visitors: its venue is empty, its capacity 0.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("slug", name="uq_event_slug"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(
            "(kind = 'day' and capacity > 0) or (kind = 'portal' and capacity = 0)",
            name="capacity_of_kind",
        ),
        Index("ix_event_state_starts_at", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_event_id)
    kind: Mapped[EventKind] = mapped_column(String(20), default=EventKind.DAY, info=IMPERSONAL)
    slug: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    name: Mapped[str] = mapped_column(String(160), info=IMPERSONAL)
    summary: Mapped[str] = mapped_column(String(400), default="", info=IMPERSONAL)
    description: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    timezone: Mapped[str] = mapped_column(String(60), info=IMPERSONAL)
    venue_name: Mapped[str] = mapped_column(String(160), info=IMPERSONAL)
    venue_address: Mapped[str] = mapped_column(String(300), default="", info=IMPERSONAL)
    capacity: Mapped[int]
    state: Mapped[EventState] = mapped_column(String(20), default=EventState.DRAFT, info=IMPERSONAL)
    lead_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lead_organisation: Mapped[Organisation] = relationship()
    team: Mapped[list["TeamMember"]] = relationship(back_populates="event")
    partners: Mapped[list["EventPartner"]] = relationship(back_populates="event")
    sessions: Mapped[list["EventSession"]] = relationship(
        back_populates="event", order_by="EventSession.starts_at"
    )

    @property
    def event_id(self) -> int:
        """The event that it belongs to: itself."""
        return self.id

    @property
    def is_portal(self) -> bool:
        """Whether it holds standing challenges and nobody comes to a place."""
        return self.kind == EventKind.PORTAL


class BadgeKey(Base):
    """A key that signs the codes on an event's badges: the latest one does, some still count."""

    __tablename__ = "badge_key"
    __table_args__ = (CheckConstraint("number BETWEEN 0 AND 15", name="number_fits"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    # What signs; a venue hub does not have it.
    secret: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=IMPERSONAL)
    # What checks codes: those that are read, and those that are typed.
    public_key: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=IMPERSONAL)
    typing_key: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=IMPERSONAL)
    # Why there had to be a new one; the first of an event has no reason.
    reason: Mapped[KeyReason | None] = mapped_column(String(10), info=IMPERSONAL)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class EventPartner(Base):
    """An organisation that runs or supports an event beside the lead."""

    __tablename__ = "event_partner"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id", name="uq_event_partner_event_organisation"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[PartnerRole] = mapped_column(
        String(20), default=PartnerRole.CO_ORGANISER, info=IMPERSONAL
    )
    event: Mapped[Event] = relationship(back_populates="partners")
    organisation: Mapped[Organisation] = relationship()


class TeamMember(Base):
    """A person's role on one event, and the cluster that they act for."""

    __tablename__ = "team_member"
    __about__ = About(
        whose=("person_id",),
        purpose="Who runs an event, and with which role",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", name="uq_team_member_event_person"),
        CheckConstraint(
            "role <> 'co_organiser' or organisation_id is not null",
            name="co_organiser_acts_for_a_cluster",
        ),
        Index("ix_team_member_person_id", "person_id"),
        Index("ix_team_member_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[TeamRole] = mapped_column(String(20), info=IMPERSONAL)
    event: Mapped[Event] = relationship(back_populates="team")
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class EventSession(Base):
    """An entry of the programme."""

    __tablename__ = "event_session"
    __about__ = About(
        whose=(),
        purpose="The programme names who speaks",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.BLANKED,
        days=1826,
        since="ends_at",
        recipients=(Recipient.PUBLIC,),
    )
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_event_session_event_id_starts_at", "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    title: Mapped[str] = mapped_column(String(160), info=IMPERSONAL)
    description: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    room: Mapped[str] = mapped_column(String(80), default="", info=IMPERSONAL)
    speakers: Mapped[str] = mapped_column(String(300), default="", info=personal(Category.NAME))
    kind: Mapped[SessionKind] = mapped_column(
        String(20), default=SessionKind.PUBLIC, info=IMPERSONAL
    )
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    event: Mapped[Event] = relationship(back_populates="sessions")


when_broken("pk_badge_key", "key_changed")
when_broken("uq_event_partner_event_organisation", "already_partner", field="organisation")
when_broken("uq_event_slug", "slug_taken", field="slug")
when_broken("uq_team_member_event_person", "already_on_team", field="email")
