"""Tables of moves between phases and of deadlines put off."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models.challenges import Challenge
from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime
from app.identity.models import Person


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
