"""Tables of who judges what, and how that came about."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
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
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import Json, UTCDateTime
from app.juries.models.panel import Juror
from app.juries.models.rounds import JudgingRound
from app.proposals.models import Proposal

if TYPE_CHECKING:
    from app.juries.models.scoring import Scorecard


class AssignmentRun(Base):
    """How a set of assignments came about, so that it can be made again."""

    __tablename__ = "assignment_run"
    __table_args__ = (Index("ix_assignment_run_event_id_made_at", "event_id", "made_at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    per_proposal: Mapped[int]
    seed: Mapped[int]
    kernel_version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    outcome: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)


class Assignment(Base):
    """A juror's duty to judge a proposal in a round."""

    __tablename__ = "assignment"
    __about__ = About(
        whose=("juror_id",),
        purpose="Which proposals a juror judges",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint(
            "round_id", "juror_id", "proposal_id", name="uq_assignment_round_juror_proposal"
        ),
        Index("ix_assignment_juror_id", "juror_id"),
        Index("ix_assignment_proposal_id", "proposal_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_run.id"))
    assigned_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    recused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    round: Mapped[JudgingRound] = relationship()
    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()
    scorecard: Mapped["Scorecard | None"] = relationship(back_populates="assignment")

    # What the juror of a blind round reads instead of the proposal; queries put it there.
    _copy = None

    def hide(self, copy: Any) -> None:
        """Let the juror read this instead of the proposal."""
        self._copy = copy

    @property
    def read(self) -> Any:
        """The proposal as its juror reads it; never the open one in a blind round."""
        if self._copy is not None:
            return self._copy
        if self.round.blindness != "open":
            raise LookupError("an assignment of a blind round without its copy")
        return self.proposal

    @property
    def event_id(self) -> int:
        """The event that it belongs to: its juror's."""
        return self.juror.event_id


when_broken("uq_assignment_round_juror_proposal", "already_assigned")
