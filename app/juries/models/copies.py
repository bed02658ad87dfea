"""Copies of proposals' files that jurors of blind rounds get."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.proposals.models import ProposalFile


class BlindFile(Base):
    """A file of a proposal without metadata, or why there is none; served once it is `ready`."""

    __tablename__ = "blind_file"
    __about__ = About(
        whose=("answered_by_id",),
        holds=("file_id",),
        purpose="Lets jurors read files without learning who proposes",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen what was judged",
        days=3653,
        since="made_at",
        recipients=(Recipient.ORGANISERS, Recipient.JURY),
    )
    __table_args__ = (
        UniqueConstraint("proposal_file_id", name="uq_blind_file_proposal_file"),
        CheckConstraint("state IN ('ready', 'withheld')", name="state_known"),
        CheckConstraint("state = 'withheld' OR file_id IS NOT NULL", name="ready_has_file"),
        Index("ix_blind_file_file_id", "file_id"),
        Index("ix_blind_file_answered_by_id", "answered_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_file_id: Mapped[int] = mapped_column(ForeignKey("proposal_file.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(String(20), default="", info=IMPERSONAL)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    original: Mapped[ProposalFile] = relationship()
    file: Mapped[StoredFile | None] = relationship()
