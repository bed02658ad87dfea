"""Tables of pitch days, their pitches, and the codes that sign jurors in on any phone."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.juries.models import JudgingRound, Juror
from app.pitches.rules import Minutes, Stage, Terms, stage_of
from app.proposals.models import Proposal

_IS_OPEN = text("opened_at IS NOT NULL AND closed_at IS NULL")


class PitchDay(Base):
    """The pitches of a round: when they begin and how long each takes."""

    __tablename__ = "pitch_day"
    __table_args__ = (
        UniqueConstraint("round_id", name="uq_pitch_day_round_id"),
        CheckConstraint("pitch_minutes between 1 and 60", name="pitch_minutes_range"),
        CheckConstraint("question_minutes between 0 and 60", name="question_minutes_range"),
        CheckConstraint("change_minutes between 0 and 60", name="change_minutes_range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    pitch_minutes: Mapped[int]
    question_minutes: Mapped[int]
    change_minutes: Mapped[int]
    round: Mapped[JudgingRound] = relationship()
    pitches: Mapped[list["Pitch"]] = relationship(
        back_populates="day", order_by="(Pitch.place, Pitch.id)", cascade="all, delete-orphan"
    )

    @property
    def terms(self) -> Terms:
        """What the organiser set."""
        minutes = Minutes(self.pitch_minutes, self.question_minutes, self.change_minutes)
        return Terms(self.starts_at, minutes)


class Pitch(Base):
    """A proposal's turn; `given` is its place in the order in which they were really given."""

    __tablename__ = "pitch"
    __table_args__ = (
        UniqueConstraint("day_id", "proposal_id", name="uq_pitch_day_proposal"),
        UniqueConstraint("day_id", "given", name="uq_pitch_day_given"),
        Index(
            "uq_pitch_open",
            "day_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        CheckConstraint("closed_at is null or opened_at is not null", name="opened_before_closed"),
        CheckConstraint("(opened_at is null) = (given is null)", name="given_when_opened"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    day_id: Mapped[int] = mapped_column(ForeignKey("pitch_day.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    place: Mapped[int]
    given: Mapped[int | None]
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    day: Mapped[PitchDay] = relationship(back_populates="pitches")
    proposal: Mapped[Proposal] = relationship()

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return stage_of(self.opened_at, self.closed_at)


class JurorPass(Base):
    """A code that signs a juror in to the pitches on any phone, once, until the day is over."""

    __tablename__ = "juror_pass"
    __about__ = About(
        whose=("juror_id",),
        purpose="Signs a juror in to a pitch day on a phone that is handed to them",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=90,
        since="expires_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("code_hash", name="uq_juror_pass_code_hash"),
        UniqueConstraint("secret_hash", name="uq_juror_pass_secret_hash"),
        Index("ix_juror_pass_juror_id", "juror_id"),
        Index("ix_juror_pass_day_id", "day_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    day_id: Mapped[int] = mapped_column(ForeignKey("pitch_day.id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    code_hash: Mapped[str | None] = mapped_column(String(64), info=IMPERSONAL)
    secret_hash: Mapped[str | None] = mapped_column(String(64), info=IMPERSONAL)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    juror: Mapped[Juror] = relationship()
    day: Mapped[PitchDay] = relationship()


when_broken("uq_pitch_day_round_id", "changed_meanwhile")
when_broken("uq_pitch_day_proposal", "changed_meanwhile")
when_broken("uq_pitch_day_given", "changed_meanwhile")
when_broken("uq_pitch_open", "another_pitch_open")
