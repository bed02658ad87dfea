"""The table of challenges."""

from datetime import date, datetime
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from app.challenges.models.history import ChallengeMove, DeadlineExtension
    from app.challenges.models.parts import ChallengeCriterion, ChallengeQuestion
    from app.challenges.models.series import ChallengeSeries


class Challenge(Base):
    """A problem that a company opens to others, with what it offers and how it will judge.

    `phase` is the stored phase of the kernel's lifecycle; what the clock adds is computed.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        UniqueConstraint("event_id", "cloned_from_id", name="uq_challenge_event_cloned_from"),
        UniqueConstraint("series_id", "round", name="uq_challenge_series_round"),
        CheckConstraint("(series_id is null) = (round is null)", name="round_of_series"),
        CheckConstraint("round >= 1", name="round_from_one"),
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
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("challenge_series.id"))
    round: Mapped[int | None]
    phase: Mapped[str] = mapped_column(String(20), default="draft", info=IMPERSONAL)
    title: Mapped[str] = mapped_column(String(120), info=IMPERSONAL)
    theme: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    language: Mapped[str] = mapped_column(String(8), default="en", info=IMPERSONAL)
    summary: Mapped[str] = mapped_column(String(400), default="", info=IMPERSONAL)
    context: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    problem: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    current_approach: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    wanted_outcome: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    tried: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    measures: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list, info=IMPERSONAL)
    budget_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info=IMPERSONAL)
    pilot_site: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    prize: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    other_offer: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    contract: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    ip: Mapped[str] = mapped_column(String(20), default="", info=IMPERSONAL)
    rights: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    confidentiality: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    contact: Mapped[str] = mapped_column(String(254), default="", info=IMPERSONAL)
    languages: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    who_may_apply: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    countries: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    eligibility: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    trl_min: Mapped[int] = mapped_column(default=1)
    trl_wanted: Mapped[int] = mapped_column(default=9)
    keywords: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    transition: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    nace: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    sdg: Mapped[list[int]] = mapped_column(Json, default=list, info=IMPERSONAL)
    ecosystems: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    priorities: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
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
    series: Mapped["ChallengeSeries | None"] = relationship()
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


when_broken("uq_challenge_series_round", "round_exists")
when_broken("uq_challenge_event_cloned_from", "already_cloned", field="challenge_id")
when_broken("ck_challenge_closes_after_opening", "closes_before_opening", field="closes_at")
