"""Tables of what people are asked when they register, and of what they answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.events.models import Event
from app.tickets.models.orders import Ticket
from app.tickets.rules.questions import QuestionKind, QuestionPurpose


class RegistrationForm(Base):
    """What an event says of its registration form as a whole."""

    __tablename__ = "registration_form"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id"), primary_key=True, autoincrement=False
    )
    answers_until: Mapped[datetime] = mapped_column(UTCDateTime)


class RegistrationQuestion(Base):
    """Something that an event asks those who register; its words stand in a version of them."""

    __tablename__ = "registration_question"
    __table_args__ = (
        CheckConstraint(
            "kind in ('short', 'long', 'choice', 'several', 'yes_no', 'number', 'date', "
            "'country', 'file', 'confirm')",
            name="kind_known",
        ),
        CheckConstraint("purpose in ('ordinary', 'dietary', 'access')", name="purpose_known"),
        CheckConstraint(
            "purpose = 'ordinary' or kind in ('short', 'long', 'choice', 'several', 'yes_no')",
            name="need_is_readable",
        ),
        CheckConstraint("depends_on_id <> id", name="not_on_itself"),
        Index("ix_registration_question_event_id_position", "event_id", "position"),
        Index("ix_registration_question_depends_on_id", "depends_on_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[QuestionKind] = mapped_column(String(10), info=IMPERSONAL)
    purpose: Mapped[QuestionPurpose] = mapped_column(
        String(10), default=QuestionPurpose.ORDINARY, info=IMPERSONAL
    )
    version: Mapped[int] = mapped_column(default=1)
    is_required: Mapped[bool] = mapped_column(default=True)
    at_registration: Mapped[bool] = mapped_column(default=True)
    at_door: Mapped[bool] = mapped_column(default=False)
    depends_on_id: Mapped[int | None] = mapped_column(ForeignKey("registration_question.id"))
    wanted: Mapped[str] = mapped_column(String(10), default="", info=IMPERSONAL)
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()


class QuestionWording(Base):
    """The words of a question in one version; answers keep the one that they were given to."""

    __tablename__ = "question_wording"
    __table_args__ = (
        UniqueConstraint("question_id", "version", name="uq_question_wording_question_id_version"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    question_id: Mapped[int] = mapped_column(ForeignKey("registration_question.id"))
    version: Mapped[int]
    label: Mapped[str] = mapped_column(String(300), info=IMPERSONAL)
    help: Mapped[str] = mapped_column(String(1_000), default="", info=IMPERSONAL)
    options: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list, info=IMPERSONAL)
    translations: Mapped[dict[str, dict[str, Any]]] = mapped_column(
        Json, default=dict, info=IMPERSONAL
    )
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class QuestionTicketType(Base):
    """A kind of ticket whose holders are asked; a question without any is for all."""

    __tablename__ = "question_ticket_type"
    __table_args__ = (Index("ix_question_ticket_type_ticket_type_id", "ticket_type_id"),)

    question_id: Mapped[int] = mapped_column(
        ForeignKey("registration_question.id"), primary_key=True, autoincrement=False
    )
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id"), primary_key=True, autoincrement=False
    )


class RegistrationAnswer(Base):
    """What an attendee answered, to which version of a question."""

    __tablename__ = "registration_answer"
    __about__ = About(
        whose=("ticket_id",),
        purpose="What an attendee answered to the questions of a registration",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        dated="answered_at",
        days=730,
        since="event_id.ends_at",
        holds=("file_id",),
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("ticket_id", "question_id", name="uq_registration_answer_ticket_question"),
        Index("ix_registration_answer_question_id", "question_id"),
        Index("ix_registration_answer_event_id", "event_id"),
        Index("ix_registration_answer_file_id", "file_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("registration_question.id"))
    wording_id: Mapped[int] = mapped_column(ForeignKey("question_wording.id"))
    value: Mapped[str] = mapped_column(Text, info=personal(Category.CONTENT))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    wording: Mapped[QuestionWording] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    ticket: Mapped[Ticket] = relationship()


class AttendeeNeed(Base):
    """What an attendee needs to eat or to get in: kept apart, and not for long."""

    __tablename__ = "attendee_need"
    __about__ = About(
        whose=("ticket_id",),
        purpose="What an attendee needs at the event: food and access",
        basis=Basis.CONSENT,
        erased=Erased.DELETED,
        dated="answered_at",
        days=14,
        since="event_id.ends_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("ticket_id", "question_id", name="uq_attendee_need_ticket_question"),
        Index("ix_attendee_need_question_id", "question_id"),
        Index("ix_attendee_need_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("registration_question.id"))
    wording_id: Mapped[int] = mapped_column(ForeignKey("question_wording.id"))
    value: Mapped[str] = mapped_column(Text, info=personal(Category.SPECIAL))
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    wording: Mapped[QuestionWording] = relationship()
    ticket: Mapped[Ticket] = relationship()
