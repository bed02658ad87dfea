"""Tables of what comes before an assignment: jurors' wishes, and a plan that waits for a yes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import Json, UTCDateTime


class JurorBid(Base):
    """Whether a juror wants to judge a proposal; no row means they did not say."""

    __tablename__ = "juror_bid"
    __about__ = About(
        whose=("juror_id",),
        purpose="Which proposals a juror would like to judge",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("juror_id", "proposal_id", name="uq_juror_bid_juror_proposal"),
        CheckConstraint("wish in ('eager', 'willing', 'rather_not')", name="known_wish"),
        Index("ix_juror_bid_proposal_id", "proposal_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    wish: Mapped[str] = mapped_column(String(12), info=IMPERSONAL)
    said_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class AssignmentDraft(Base):
    """An assignment that was worked out and changes nothing until somebody says so.

    `question` identifies what was asked, so that it is used only while that stands; `pairs` are
    all pairs of juror and proposal that there would be.
    """

    __tablename__ = "assignment_draft"
    __table_args__ = (UniqueConstraint("event_id", name="uq_assignment_draft_event"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    terms: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    seed: Mapped[int]
    question: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    digest: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    outcome: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    before: Mapped[list[Any]] = mapped_column(Json, info=IMPERSONAL)
    pairs: Mapped[list[Any]] = mapped_column(Json, info=IMPERSONAL)


when_broken("uq_juror_bid_juror_proposal", "bid_changed_meanwhile")
when_broken("uq_assignment_draft_event", "draft_gone")
