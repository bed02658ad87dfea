"""Tables of proposals, their answers, files, teams and submissions."""

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

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.types import Json, UTCDateTime
from app.identity.models import Organisation, Person


class Proposal(Base):
    """An organisation's answer to a challenge; `state` is the kernel's proposal state."""

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint(
            "challenge_id", "organisation_id", name="uq_proposal_challenge_organisation"
        ),
        CheckConstraint("trl between 1 and 9", name="trl_range"),
        Index("ix_proposal_challenge_id_state", "challenge_id", "state"),
        Index("ix_proposal_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    title: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    trl: Mapped[int | None]
    partners: Mapped[str] = mapped_column(Text, default="")
    partner_countries: Mapped[list[str]] = mapped_column(Json, default=list)
    has_research_partner: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    state_reason: Mapped[str] = mapped_column(Text, default="")
    feedback: Mapped[str] = mapped_column(Text, default="")
    outcome_told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    organisation: Mapped[Organisation] = relationship()
    created_by: Mapped[Person] = relationship()
    files: Mapped[list["ProposalFile"]] = relationship(
        back_populates="proposal",
        order_by="ProposalFile.created_at",
        primaryjoin="and_(ProposalFile.proposal_id == Proposal.id, "
        "ProposalFile.removed_at == None)",
    )
    submissions: Mapped[list["Submission"]] = relationship(
        back_populates="proposal", order_by="Submission.number"
    )


class ProposalFile(Base):
    """A file of a proposal; one that was removed stays for the versions that had it."""

    __tablename__ = "proposal_file"
    __table_args__ = (Index("ix_proposal_file_proposal_id", "proposal_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()


class Submission(Base):
    """A frozen version of a proposal: its content as canonical JSON, the time and the hash."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number", name="uq_submission_proposal_number"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    proposal: Mapped[Proposal] = relationship(back_populates="submissions")
    submitted_by: Mapped[Person] = relationship()


when_broken("uq_proposal_challenge_organisation", "already_proposed")
when_broken("uq_submission_proposal_number", "submitted_meanwhile")
