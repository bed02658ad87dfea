"""Passages that organisers keep from the jurors of blind rounds."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.identity.models import Person
from app.proposals.models import Proposal


class Redaction(Base):
    """Words in one part of a proposal that jurors of a blind round read as redacted.

    The proposal stays as it is; `version` is that of the text in which they were marked.
    """

    __tablename__ = "redaction"
    __about__ = About(
        whose=("proposal_id", "made_by_id"),
        purpose="Keeps jurors from learning who proposes, and shows who kept what from them",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen what was judged",
        days=3653,
        since="made_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", "part", "passage", name="uq_redaction_proposal_passage"),
        Index("ix_redaction_made_by_id", "made_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    version: Mapped[int]
    part: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    passage: Mapped[str] = mapped_column(String(500), info=personal(Category.CONTENT))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    proposal: Mapped[Proposal] = relationship()
    made_by: Mapped[Person] = relationship()


when_broken("uq_redaction_proposal_passage", "redacted_already", field="passage")
