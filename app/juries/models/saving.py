"""Tables of what a juror saved, each time, and of the proposals that they would put first."""

from datetime import datetime
from typing import Any

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
from app.core.types import Json, UTCDateTime
from app.juries.models.assigning import Assignment
from app.juries.models.panel import Juror
from app.proposals.models import Proposal


class ScorecardSave(Base):
    """One save of a scorecard, never changed: the version it made, and all that it held.

    `client_id` is the device's own name for the save, so that a repeat is known as one.
    """

    __tablename__ = "scorecard_save"
    __about__ = About(
        whose=("assignment_id",),
        purpose="What a juror wrote of a proposal, each time it was saved",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        days=1826,
        since="saved_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("assignment_id", "version", name="uq_scorecard_save_version"),
        UniqueConstraint("assignment_id", "client_id", name="uq_scorecard_save_client"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    version: Mapped[int]
    client_id: Mapped[str | None] = mapped_column(String(64), info=IMPERSONAL)
    is_submitted: Mapped[bool]
    content: Mapped[dict[str, Any]] = mapped_column(Json, info=personal(Category.CONTENT))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    assignment: Mapped[Assignment] = relationship()


class TopPick(Base):
    """A proposal that a juror would put first, second or third, whatever its scores."""

    __tablename__ = "top_pick"
    __about__ = About(
        whose=("juror_id",),
        purpose="Which proposals a juror would put first",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        days=1826,
        since="picked_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("round_id", "juror_id", "place", name="uq_top_pick_place"),
        UniqueConstraint("round_id", "juror_id", "proposal_id", name="uq_top_pick_proposal"),
        CheckConstraint("place between 1 and 3", name="place_range"),
        Index("ix_top_pick_juror_id", "juror_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    place: Mapped[int]
    picked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()


when_broken("uq_scorecard_save_version", "changed_meanwhile")
when_broken("uq_scorecard_save_client", "changed_meanwhile")
when_broken("uq_top_pick_place", "changed_meanwhile")
when_broken("uq_top_pick_proposal", "changed_meanwhile")
