"""Tables of consents, copies of personal data, erasures and retention."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import (
    IMPERSONAL,
    About,
    Basis,
    Category,
    Erased,
    Recipient,
    personal,
)
from app.core.types import Json, Sequence, UTCDateTime
from app.core.work import Work
from app.events.models import Event
from app.identity.models import Person


class ConsentText(Base):
    """The words that somebody agreed to, kept as they were shown."""

    __tablename__ = "consent_text"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True, info=IMPERSONAL)
    purpose: Mapped[str] = mapped_column(String(30), info=IMPERSONAL)
    language: Mapped[str] = mapped_column(String(8), info=IMPERSONAL)
    text: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    first_shown_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Consent(Base):
    """An answer to a purpose: given or withdrawn; a later answer is a later row."""

    __tablename__ = "consent"
    __about__ = About(
        whose=("person_id", "email"),
        purpose="Proves what somebody agreed to, when and in which words",
        basis=Basis.LEGAL_OBLIGATION,
        erased=Erased.BLANKED,
        dated="at",
        days=1826,
        since="at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("person_id is not null or email is not null", name="of_somebody"),
        Index("ix_consent_person_id", "person_id"),
        Index("ix_consent_email_key", "email_key"),
        Index("ix_consent_event_id_purpose", "event_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str | None] = mapped_column(
        String(254), info=personal(Category.CONTACT, blank="{id}@erased.invalid")
    )
    email_key: Mapped[str | None] = mapped_column(
        String(254),
        info=personal(Category.CONTACT, unexported="the address, as it is compared"),
    )
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    purpose: Mapped[str] = mapped_column(String(30), info=IMPERSONAL)
    text_fingerprint: Mapped[str] = mapped_column(
        ForeignKey("consent_text.fingerprint"), info=IMPERSONAL
    )
    is_given: Mapped[bool] = mapped_column(Boolean)
    channel: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    text: Mapped[ConsentText] = relationship()
    event: Mapped[Event | None] = relationship()


class AskedConsent(Base):
    """A purpose that an event asks people to agree to when they register."""

    __tablename__ = "asked_consent"

    event_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("event.id"), primary_key=True, autoincrement=False
    )
    purpose: Mapped[str] = mapped_column(String(30), primary_key=True, info=IMPERSONAL)


class DataExport(Base):
    """A copy of what is kept about a person, made by the worker, kept for a day."""

    __tablename__ = "data_export"
    __about__ = About(
        whose=("person_id",),
        purpose="The copy of their data that somebody asked for",
        basis=Basis.LEGAL_OBLIGATION,
        erased=Erased.DELETED,
        days=1,
        since="created_at",
    )
    __table_args__ = (
        UniqueConstraint("work_id", name="uq_data_export_work_id"),
        Index("ix_data_export_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    downloads: Mapped[int] = mapped_column(default=0)
    work: Mapped[Work] = relationship()


class Erasure(Base):
    """A person who was erased: who asked, what went and what stayed, in numbers.

    The address stays only until the letter about it is written.
    """

    __tablename__ = "erasure"
    __about__ = About(
        whose=("person_id",),
        purpose="Proves that a person's data was erased when they asked for it",
        basis=Basis.LEGAL_OBLIGATION,
        erased=Erased.KEPT,
        why="It proves that the request was carried out",
        days=1096,
        since="done_at",
        after=Erased.DELETED,
        recipients=(Recipient.OPERATOR,),
    )
    __table_args__ = (UniqueConstraint("person_id", name="uq_erasure_person_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(400), default="", info=personal(Category.CONTENT))
    address: Mapped[str | None] = mapped_column(
        String(254), info=personal(Category.CONTACT, unexported="it goes with the last letter")
    )
    language: Mapped[str] = mapped_column(String(8), default="en", info=IMPERSONAL)
    counts: Mapped[dict[str, dict[str, int]]] = mapped_column(Json, info=IMPERSONAL)
    done_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


class Suppression(Base):
    """The keyed hash of an address that no list may bring back."""

    __tablename__ = "suppression"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True, info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class RetentionRule(Base):
    """How long an operator has the rows of a table kept, where that is not as declared."""

    __tablename__ = "retention_rule"
    __table_args__ = (CheckConstraint("days > 0", name="days_positive"),)

    table_name: Mapped[str] = mapped_column(String(63), primary_key=True, info=IMPERSONAL)
    days: Mapped[int]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class RetentionRun(Base):
    """One night's work: how many rows of each table went or were blanked."""

    __tablename__ = "retention_run"
    __table_args__ = (UniqueConstraint("day", name="uq_retention_run_day"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    day: Mapped[date] = mapped_column(Date)
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
