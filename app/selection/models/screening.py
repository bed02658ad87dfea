"""Tables of screening: the checklist, what it was answered, and the right of reply."""

from datetime import datetime

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
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.proposals.models import Proposal
from app.selection.rules.screening import REPLY_DAYS

KEPT = "It is the organisation's, and says why its proposal was or was not judged"
YEARS_10 = 3653


class ScreeningSetting(Base):
    """How many days the applicants of an event have to answer a finding."""

    __tablename__ = "screening_setting"
    __table_args__ = (CheckConstraint("reply_days between 1 and 30", name="reply_days_range"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    reply_days: Mapped[int] = mapped_column(default=REPLY_DAYS)


class HousePoint(Base):
    """A point of the organisers' own on an event's checklist; a removed one stays for answers."""

    __tablename__ = "house_point"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_given"),
        Index("ix_house_point_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    place: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ChecklistAnswer(Base):
    """What an organiser found of one point of a proposal's checklist."""

    __tablename__ = "checklist_answer"
    __about__ = About(
        whose=("proposal_id",),
        purpose="Whether a proposal keeps to the conditions of its challenge",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=KEPT,
        days=YEARS_10,
        since="answered_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", "key", name="uq_checklist_answer_proposal_key"),
        CheckConstraint("verdict IN ('yes', 'no', 'unclear')", name="verdict_known"),
        Index("ix_checklist_answer_answered_by_id", "answered_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    key: Mapped[str] = mapped_column(String(40), info=IMPERSONAL)
    verdict: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    note: Mapped[str] = mapped_column(
        String(1000),
        default="",
        info=personal(Category.ASSESSMENT, unexported="working notes of the organisers"),
    )
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class IneligibleFinding(Base):
    """That a proposal was found not eligible, what its authors replied, and what came of that."""

    __tablename__ = "ineligible_finding"
    __about__ = About(
        whose=("proposal_id",),
        purpose="The right to reply to a finding that a proposal is not eligible",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=KEPT,
        days=YEARS_10,
        since="found_at",
        recipients=(Recipient.MEMBERS, Recipient.ORGANISERS),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", "number", name="uq_ineligible_finding_proposal_number"),
        CheckConstraint("outcome IN ('confirmed', 'turned')", name="outcome_known"),
        CheckConstraint("replied_at is not null or reply is null", name="reply_whole"),
        CheckConstraint("(answered_at is null) = (outcome is null)", name="outcome_whole"),
        CheckConstraint("reply_until > found_at", name="time_to_reply"),
        Index("ix_ineligible_finding_found_by_id", "found_by_id"),
        Index("ix_ineligible_finding_replied_by_id", "replied_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(1000), info=personal(Category.ASSESSMENT))
    found_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    found_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reply_until: Mapped[datetime] = mapped_column(UTCDateTime)
    reply: Mapped[str | None] = mapped_column(String(4000), info=personal(Category.CONTENT))
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(10), info=IMPERSONAL)
    answer: Mapped[str] = mapped_column(
        String(1000), default="", info=personal(Category.ASSESSMENT)
    )
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proposal: Mapped[Proposal] = relationship()


when_broken("uq_checklist_answer_proposal_key", "changed_meanwhile")
when_broken("uq_ineligible_finding_proposal_number", "changed_meanwhile")
