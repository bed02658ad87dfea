"""Tables of who was reminded of a draft, and when."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.identity.models import Person
from app.proposals.models import Proposal


class DraftReminder(Base):
    """A mail to those who have a draft of a challenge, and to how many it went."""

    __tablename__ = "draft_reminder"
    __about__ = About(
        whose=("sent_by_id",),
        purpose="Who reminded applicants of their drafts",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="The organisers answer for the mails they sent",
        days=730,
        since="sent_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("recipients > 0", name="somebody_gets_it"),
        Index("ix_draft_reminder_challenge_id_sent_at", "challenge_id", "sent_at"),
        Index("ix_draft_reminder_sent_by_id", "sent_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    recipients: Mapped[int]
    challenge: Mapped[Challenge] = relationship()
    sent_by: Mapped[Person | None] = relationship()


class RemindedDraft(Base):
    """A draft of which its writer was reminded on a day, at most once."""

    __tablename__ = "reminded_draft"
    __about__ = About(
        whose=("proposal_id",),
        purpose="So that nobody is reminded of a draft twice a day",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="It says only that the organisation was reminded, and goes after two years",
        days=730,
        since="reminder_id.sent_at",
        after=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", "on_day", name="uq_reminded_draft_proposal_day"),
        Index("ix_reminded_draft_reminder_id", "reminder_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("draft_reminder.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    on_day: Mapped[date] = mapped_column(Date)
    reminder: Mapped[DraftReminder] = relationship()
    proposal: Mapped[Proposal] = relationship()


when_broken("uq_reminded_draft_proposal_day", "reminded_today")
