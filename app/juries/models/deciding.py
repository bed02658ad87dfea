"""The table of decisions."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import Json, UTCDateTime
from app.identity.models import Person
from app.proposals.models import Proposal


class Decision(Base):
    """What was decided on a proposal, by whom, why, and what its authors are told.

    `earlier` holds what was decided before and why that changed.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("proposal_id", name="uq_decision_proposal_id"),
        Index("ix_decision_challenge_id", "challenge_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    outcome: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    feedback: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    earlier: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list, info=IMPERSONAL)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship()
    proposal: Mapped[Proposal] = relationship()
    decided_by: Mapped[Person] = relationship()


when_broken("uq_decision_proposal_id", "already_decided")
