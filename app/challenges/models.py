"""Tables of challenges, their criteria, questions and moves between phases."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
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
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import Json, UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation, Person


class Challenge(Base):
    """A problem that a company opens to others, with what it offers and how it will judge.

    `phase` is the stored phase of the kernel's lifecycle; what the clock adds is computed.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("budget_minor >= 0", name="budget_not_negative"),
        CheckConstraint("trl_min between 1 and 9", name="trl_min_range"),
        CheckConstraint("trl_wanted between 1 and 9", name="trl_wanted_range"),
        Index("ix_challenge_event_id_phase", "event_id", "phase"),
        Index("ix_challenge_owner_organisation_id", "owner_organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    brief_id: Mapped[str | None] = mapped_column(String(120), info=IMPERSONAL)
    phase: Mapped[str] = mapped_column(String(20), default="draft", info=IMPERSONAL)
    title: Mapped[str] = mapped_column(String(120), info=IMPERSONAL)
    theme: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    language: Mapped[str] = mapped_column(String(8), default="en", info=IMPERSONAL)
    summary: Mapped[str] = mapped_column(String(400), default="", info=IMPERSONAL)
    context: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    problem: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    current_approach: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    wanted_outcome: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    budget_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info=IMPERSONAL)
    pilot_site: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    prize: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    other_offer: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    who_may_apply: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    countries: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    eligibility: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    trl_min: Mapped[int] = mapped_column(default=1)
    trl_wanted: Mapped[int] = mapped_column(default=9)
    keywords: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    transition: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    nace: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    sdg: Mapped[list[int]] = mapped_column(Json, default=list, info=IMPERSONAL)
    sponsor_name: Mapped[str] = mapped_column(String(160), default="", info=IMPERSONAL)
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    owner_organisation: Mapped[Organisation] = relationship()
    created_by: Mapped[Person] = relationship()
    criteria: Mapped[list["ChallengeCriterion"]] = relationship(
        back_populates="challenge",
        order_by="ChallengeCriterion.position",
        cascade="all, delete-orphan",
    )
    questions: Mapped[list["ChallengeQuestion"]] = relationship(
        back_populates="challenge",
        order_by="ChallengeQuestion.position",
        cascade="all, delete-orphan",
    )
    moves: Mapped[list["ChallengeMove"]] = relationship(
        back_populates="challenge", order_by="ChallengeMove.at"
    )
    extensions: Mapped[list["DeadlineExtension"]] = relationship(
        back_populates="challenge", order_by="DeadlineExtension.at"
    )


class ChallengeCriterion(Base):
    """What the jury judges by: a weight in per cent and six anchored levels."""

    __tablename__ = "challenge_criterion"
    __table_args__ = (
        UniqueConstraint("challenge_id", "key", name="uq_challenge_criterion_challenge_key"),
        CheckConstraint("weight between 1 and 100", name="weight_range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40), info=IMPERSONAL)
    name: Mapped[str] = mapped_column(String(120), info=IMPERSONAL)
    description: Mapped[str] = mapped_column(String(1000), default="", info=IMPERSONAL)
    weight: Mapped[int]
    levels: Mapped[list[str]] = mapped_column(Json, info=IMPERSONAL)
    challenge: Mapped[Challenge] = relationship(back_populates="criteria")


class ChallengeQuestion(Base):
    """What a proposal answers, with its limit in words."""

    __tablename__ = "challenge_question"
    __table_args__ = (
        UniqueConstraint("challenge_id", "key", name="uq_challenge_question_challenge_key"),
        CheckConstraint("max_words between 1 and 5000", name="max_words_range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40), info=IMPERSONAL)
    label: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    help: Mapped[str] = mapped_column(String(1000), default="", info=IMPERSONAL)
    max_words: Mapped[int] = mapped_column(default=300)
    challenge: Mapped[Challenge] = relationship(back_populates="questions")


class ChallengeMove(Base):
    """A move from one phase to the next: who, when and why."""

    __tablename__ = "challenge_move"
    __table_args__ = (Index("ix_challenge_move_challenge_id_at", "challenge_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    from_phase: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    to_phase: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(1000), default="", info=IMPERSONAL)
    challenge: Mapped[Challenge] = relationship(back_populates="moves")
    by: Mapped[Person | None] = relationship()


class DeadlineExtension(Base):
    """A deadline put off while the challenge was still open: from when to when, and why."""

    __tablename__ = "deadline_extension"
    __table_args__ = (
        CheckConstraint("to_closes_at > from_closes_at", name="later_than_before"),
        Index("ix_deadline_extension_challenge_id", "challenge_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    from_closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    to_closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(1000), info=IMPERSONAL)
    challenge: Mapped[Challenge] = relationship(back_populates="extensions")
    by: Mapped[Person | None] = relationship()


when_broken("ck_challenge_closes_after_opening", "closes_before_opening", field="closes_at")
