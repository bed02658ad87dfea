"""Tables of letters to applicants, of their replies, and of certificates."""

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

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.feedback.rules.replying import REPLY_DAYS
from app.identity.models import Person
from app.proposals.models import Proposal

KEPT = "It is the organisation's, and says what it was told of its proposal"
YEARS_10 = 3653


class FeedbackSetting(Base):
    """How many days the applicants of an event have to reply to an outcome."""

    __tablename__ = "feedback_setting"
    __table_args__ = (CheckConstraint("reply_days between 1 and 60", name="reply_days_range"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    reply_days: Mapped[int] = mapped_column(default=REPLY_DAYS)


class FeedbackReason(Base):
    """A reason that an event's letters may give; a removed one stays for letters that gave it."""

    __tablename__ = "feedback_reason"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_given"),
        Index("ix_feedback_reason_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    place: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class FeedbackLetter(Base):
    """What the authors of a proposal are told of it beside the outcome and the comment.

    `levels` are frozen when everybody is told; until then they follow the scorecards.
    """

    __tablename__ = "feedback_letter"
    __about__ = About(
        whose=("proposal_id",),
        purpose="What applicants are told of their proposal",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=KEPT,
        days=YEARS_10,
        since="saved_at",
        recipients=(Recipient.MEMBERS, Recipient.ORGANISERS),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", name="uq_feedback_letter_proposal_id"),
        Index("ix_feedback_letter_saved_by_id", "saved_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    levels: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, info=IMPERSONAL)
    reasons: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    # Words that look like a leak and that an organiser let stand: `kind` and `text`.
    accepted: Mapped[list[dict[str, str]]] = mapped_column(
        Json,
        default=list,
        info=personal(Category.NAME, unexported="working notes of the organisers"),
    )
    accept_reason: Mapped[str] = mapped_column(
        String(500),
        default="",
        info=personal(Category.ASSESSMENT, unexported="working notes of the organisers"),
    )
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proposal: Mapped[Proposal] = relationship()


class FeedbackReply(Base):
    """What the authors of a proposal answered to its outcome, and what came of that; once."""

    __tablename__ = "feedback_reply"
    __about__ = About(
        whose=("proposal_id",),
        purpose="The right of applicants to reply to an outcome or to appeal against it",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=KEPT,
        days=YEARS_10,
        since="sent_at",
        recipients=(Recipient.MEMBERS, Recipient.ORGANISERS, Recipient.JURY),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", name="uq_feedback_reply_proposal_id"),
        CheckConstraint("kind in ('reply', 'appeal')", name="kind_known"),
        CheckConstraint("finding in ('upheld', 'rejected', 'noted')", name="finding_known"),
        CheckConstraint("(answered_at is null) = (finding is null)", name="answer_whole"),
        CheckConstraint(
            "answered_at is null or reader_id is not null", name="answered_by_its_reader"
        ),
        Index("ix_feedback_reply_challenge_id", "challenge_id"),
        Index("ix_feedback_reply_reader_id", "reader_id"),
        Index("ix_feedback_reply_sent_by_id", "sent_by_id"),
        Index("ix_feedback_reply_routed_by_id", "routed_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    kind: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    text: Mapped[str] = mapped_column(Text, info=personal(Category.CONTENT))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    routed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    routed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finding: Mapped[str | None] = mapped_column(String(10), info=IMPERSONAL)
    answer: Mapped[str] = mapped_column(Text, default="", info=personal(Category.ASSESSMENT))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    proposal: Mapped[Proposal] = relationship()
    reader: Mapped[Person | None] = relationship(foreign_keys=[reader_id])

    @property
    def event_id(self) -> int:
        """The event that it belongs to: its challenge's."""
        return self.challenge.event_id


class Certificate(Base):
    """That a proposal was selected or shortlisted, with a code that anybody can check."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("proposal_id", name="uq_certificate_proposal_id"),
        UniqueConstraint("code", name="uq_certificate_code"),
        CheckConstraint("kind in ('selected', 'shortlisted')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    kind: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    code: Mapped[str] = mapped_column(String(16), info=IMPERSONAL)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    proposal: Mapped[Proposal] = relationship()


when_broken("uq_feedback_letter_proposal_id", "changed_meanwhile")
when_broken("uq_feedback_reply_proposal_id", "replied_already")
