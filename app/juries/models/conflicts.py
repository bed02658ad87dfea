"""The register of conflicts of interest, and what may become one."""

from datetime import datetime

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
from app.identity.models import Person
from app.juries.models.panel import Juror
from app.juries.rules.hints import SuggestionState
from app.proposals.models import Proposal


class ConflictOfInterest(Base):
    """Why a juror must not judge a proposal: declared by a person, or detected.

    `ended` are the assignments that it took from the juror, and gives back when it is withdrawn.
    """

    __tablename__ = "conflict_of_interest"
    __about__ = About(
        whose=("juror_id",),
        purpose="Keeps jurors from judging those they are close to",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        days=1096,
        since="declared_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("juror_id", "proposal_id", name="uq_conflict_juror_proposal"),
        Index("ix_conflict_of_interest_proposal_id", "proposal_id"),
        Index("ix_conflict_of_interest_declared_by_id", "declared_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    kind: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    source: Mapped[str] = mapped_column(String(10), default="detected", info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(String(600), default="", info=personal(Category.ASSESSMENT))
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended: Mapped[list[int]] = mapped_column(Json, default=list, info=IMPERSONAL)
    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()
    declared_by: Mapped[Person | None] = relationship()


class WithdrawnConflict(Base):
    """A conflict of interest that was in the register, and why somebody else took it out."""

    __tablename__ = "withdrawn_conflict"
    __about__ = About(
        whose=("juror_id",),
        purpose="Shows which conflicts of interest were taken back, by whom and why",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        days=1096,
        since="withdrawn_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("declared_by_id <> withdrawn_by_id", name="two_people"),
        Index("ix_withdrawn_conflict_juror_id", "juror_id"),
        Index("ix_withdrawn_conflict_proposal_id", "proposal_id"),
        Index("ix_withdrawn_conflict_declared_by_id", "declared_by_id"),
        Index("ix_withdrawn_conflict_withdrawn_by_id", "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    kind: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    source: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(String(600), info=personal(Category.ASSESSMENT))
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime)
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    grounds: Mapped[str] = mapped_column(String(600), info=personal(Category.ASSESSMENT))
    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()
    declared_by: Mapped[Person | None] = relationship(foreign_keys=declared_by_id)
    withdrawn_by: Mapped[Person] = relationship(foreign_keys=withdrawn_by_id)


class ConflictSuggestion(Base):
    """What may tie a juror to a proposal, and what an organiser who looked into it said.

    While it is open, nobody gets the proposal by itself; once dismissed it is never asked again.
    """

    __tablename__ = "conflict_suggestion"
    __about__ = About(
        whose=("juror_id",),
        purpose="Keeps jurors from judging those they may be close to",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        days=1096,
        since="found_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint(
            "juror_id", "proposal_id", "sign", name="uq_conflict_suggestion_juror_proposal_sign"
        ),
        CheckConstraint("state IN ('open', 'confirmed', 'dismissed')", name="state_known"),
        CheckConstraint(
            "(state = 'open') = (answered_at IS NULL) "
            "AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name="answered_whole",
        ),
        Index("ix_conflict_suggestion_proposal_id_state", "proposal_id", "state"),
        Index("ix_conflict_suggestion_answered_by_id", "answered_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    sign: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    evidence: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    state: Mapped[SuggestionState] = mapped_column(
        String(10), default=SuggestionState.OPEN, info=IMPERSONAL
    )
    found_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(600), default="", info=personal(Category.ASSESSMENT))
    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()
    answered_by: Mapped[Person | None] = relationship()


when_broken("uq_conflict_juror_proposal", "already_in_conflict")
