"""Tables of scorecards and their scores."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.juries.models.assigning import Assignment
from app.juries.models.rounds import Rubric


class Scorecard(Base):
    """A juror's judgement of a proposal, by one version of the rubric.

    `answers` are those to its knock-out questions.
    """

    __tablename__ = "scorecard"
    __about__ = About(
        whose=("assignment_id",),
        purpose="A juror's judgement of a proposal",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        days=1826,
        since="saved_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (UniqueConstraint("assignment_id", name="uq_scorecard_assignment_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    answers: Mapped[dict[str, bool]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    comment: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    comment_to_proposer: Mapped[str] = mapped_column(
        Text, default="", info=personal(Category.CONTENT)
    )
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    assignment: Mapped[Assignment] = relationship(back_populates="scorecard")
    rubric: Mapped[Rubric] = relationship()
    scores: Mapped[list["Score"]] = relationship(
        back_populates="scorecard", cascade="all, delete-orphan"
    )


class Score(Base):
    """One criterion's level on a scorecard, with the juror's comment; drafts may lack the level."""

    __tablename__ = "score"
    __about__ = About(
        whose=("scorecard_id",),
        purpose="A juror's level for one criterion, with a comment",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        days=1826,
        since="scorecard_id.saved_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("scorecard_id", "key", name="uq_score_scorecard_key"),
        CheckConstraint("value between 0 and 5", name="value_range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    key: Mapped[str] = mapped_column(String(40), info=IMPERSONAL)
    value: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    scorecard: Mapped[Scorecard] = relationship(back_populates="scores")


when_broken("uq_scorecard_assignment_id", "changed_meanwhile")
when_broken("uq_score_scorecard_key", "changed_meanwhile")
