"""Tables of what a challenge judges by and what it asks."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models.challenges import Challenge
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import Json


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
