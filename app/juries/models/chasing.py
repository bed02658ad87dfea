"""Tables of who was reminded of scorecards that they owe, and when reminders go by themselves."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import Json, UTCDateTime
from app.identity.models import Person


class JuryReminder(Base):
    """A mail to those who owe scorecards; `sent_by_id` is None where it went by itself."""

    __tablename__ = "jury_reminder"
    __about__ = About(
        whose=("sent_by_id",),
        purpose="Who reminded jurors of their scorecards",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="The organisers answer for the mails they sent",
        dated="sent_at",
        days=730,
        since="sent_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("recipients > 0", name="somebody_gets_it"),
        Index("ix_jury_reminder_event_id_sent_at", "event_id", "sent_at"),
        Index("ix_jury_reminder_sent_by_id", "sent_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    recipients: Mapped[int]
    sent_by: Mapped[Person | None] = relationship()


class RemindedJuror(Base):
    """A juror who was reminded on a day, at most once."""

    __tablename__ = "reminded_juror"
    __about__ = About(
        whose=("juror_id",),
        purpose="So that no juror is reminded twice a day",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="It says only that the juror was reminded, and goes after two years",
        dated="reminder_id.sent_at",
        days=730,
        since="reminder_id.sent_at",
        after=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("juror_id", "on_day", name="uq_reminded_juror_juror_day"),
        Index("ix_reminded_juror_reminder_id", "reminder_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("jury_reminder.id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    on_day: Mapped[date] = mapped_column(Date)


class ReminderPlan(Base):
    """How many days before a round's last day an event's jurors are reminded by themselves."""

    __tablename__ = "reminder_plan"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    days: Mapped[list[int]] = mapped_column(Json, default=list, info=IMPERSONAL)


class RoundReminder(Base):
    """A reminder that went by itself some days before a round's last day, once for each."""

    __tablename__ = "round_reminder"

    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date, primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


when_broken("uq_reminded_juror_juror_day", "jurors_reminded_now")
