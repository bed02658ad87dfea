"""Tables of jurors, conflicts, assignments, scorecards and decisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge, ChallengeCriterion
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation, Person
from app.proposals.models import Proposal


class Juror(Base):
    """A person on the panel of an event."""

    __tablename__ = "juror"
    __about__ = About(
        whose=("person_id",),
        purpose="Who sits on the panel of an event",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", name="uq_juror_event_person"),
        Index("ix_juror_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    capacity: Mapped[int | None]
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class ConflictOfInterest(Base):
    """Why a juror must not judge a proposal: declared by a person, or detected."""

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
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    kind: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    source: Mapped[str] = mapped_column(String(10), default="detected", info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(String(600), default="", info=personal(Category.ASSESSMENT))
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()


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
    """A juror's duty to judge a proposal."""

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
        UniqueConstraint("juror_id", "proposal_id", name="uq_assignment_juror_proposal"),
        Index("ix_assignment_proposal_id", "proposal_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_run.id"))
    assigned_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    recused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()
    scorecard: Mapped["Scorecard | None"] = relationship(back_populates="assignment")

    @property
    def event_id(self) -> int:
        """The event that it belongs to: its juror's."""
        return self.juror.event_id


class Scorecard(Base):
    """A juror's judgement of a proposal."""

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
    comment: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    comment_to_proposer: Mapped[str] = mapped_column(
        Text, default="", info=personal(Category.CONTENT)
    )
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    assignment: Mapped[Assignment] = relationship(back_populates="scorecard")
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
        UniqueConstraint("scorecard_id", "criterion_id", name="uq_score_scorecard_criterion"),
        CheckConstraint("value between 0 and 5", name="value_range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("challenge_criterion.id"))
    value: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    scorecard: Mapped[Scorecard] = relationship(back_populates="scores")
    criterion: Mapped[ChallengeCriterion] = relationship()


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


when_broken("uq_juror_event_person", "already_on_panel", field="email")
when_broken("uq_decision_proposal_id", "already_decided")
when_broken("uq_assignment_juror_proposal", "already_assigned")
when_broken("uq_conflict_juror_proposal", "already_in_conflict")
when_broken("uq_scorecard_assignment_id", "changed_meanwhile")
when_broken("uq_score_scorecard_criterion", "changed_meanwhile")
