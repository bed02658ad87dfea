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
from app.core.merging import IRREPLACEABLE
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.identity.models import Organisation, Person


class Proposal(Base):
    """An organisation's answer to a challenge; `state` is the kernel's proposal state."""

    __tablename__ = "proposal"
    __about__ = About(
        whose=("created_by_id",),
        purpose="Answers a challenge in an organisation's name",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="It is the organisation's, and the jury's decision rests on it",
        days=3653,
        since="saved_at",
        recipients=(
            Recipient.MEMBERS,
            Recipient.ORGANISERS,
            Recipient.JURY,
            Recipient.CHALLENGE_OWNER,
        ),
    )
    __table_args__ = (
        UniqueConstraint(
            "challenge_id", "organisation_id", name="uq_proposal_challenge_organisation"
        ),
        CheckConstraint("trl between 1 and 9", name="trl_range"),
        CheckConstraint("owner_link IN ('', 'no', 'yes')", name="owner_link_known"),
        Index("ix_proposal_challenge_id_state", "challenge_id", "state"),
        Index("ix_proposal_organisation_id", "organisation_id"),
        {"info": IRREPLACEABLE},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default="draft", info=IMPERSONAL)
    title: Mapped[str] = mapped_column(String(160), default="", info=personal(Category.CONTENT))
    summary: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    answers: Mapped[dict[str, str]] = mapped_column(
        Json, default=dict, info=personal(Category.CONTENT)
    )
    trl: Mapped[int | None]
    partners: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    partner_countries: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    has_research_partner: Mapped[bool] = mapped_column(default=False)
    video: Mapped[str] = mapped_column(String(300), default="", info=personal(Category.CONTENT))
    # What it took of the organisation's applicant file, as plain values.
    applicant: Mapped[dict[str, Any] | None] = mapped_column(
        Json(none_as_null=True), info=personal(Category.CONTENT)
    )
    # Whether the applicant says that it belongs to the owner's group: yes, no, or not said.
    owner_link: Mapped[str] = mapped_column(String(3), default="", info=IMPERSONAL)
    owner_link_how: Mapped[str] = mapped_column(
        String(500), default="", info=personal(Category.CONTENT)
    )
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    state_reason: Mapped[str] = mapped_column(
        Text,
        default="",
        info=personal(
            Category.ASSESSMENT, unexported="shown with the proposal once its authors are told"
        ),
    )
    feedback: Mapped[str] = mapped_column(
        Text,
        default="",
        info=personal(
            Category.ASSESSMENT, unexported="shown with the proposal once its authors are told"
        ),
    )
    first_reply_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # screened, or told
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
    consortium: Mapped[list["ProposalPartner"]] = relationship(
        back_populates="proposal",
        order_by="(ProposalPartner.created_at, ProposalPartner.id)",
    )
    submissions: Mapped[list["Submission"]] = relationship(
        back_populates="proposal", order_by="Submission.number"
    )

    @property
    def event_id(self) -> int:
        """The event that it belongs to: its challenge's."""
        return self.challenge.event_id


class ProposalPartner(Base):
    """An organisation beside the one that proposes, there once somebody of it confirmed.

    Without `organisation_id` it is named only; `invitation_id` is that of the open invitation.
    """

    __tablename__ = "proposal_partner"
    __about__ = About(
        whose=("proposal_id", "confirmed_by_id"),
        purpose="Who makes a proposal together, and who agreed to it",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="It is the organisations', and the jury's decision rests on it",
        recipients=(
            Recipient.MEMBERS,
            Recipient.ORGANISERS,
            Recipient.JURY,
            Recipient.CHALLENGE_OWNER,
        ),
    )
    __table_args__ = (
        UniqueConstraint(
            "proposal_id", "organisation_id", name="uq_proposal_partner_proposal_organisation"
        ),
        UniqueConstraint("proposal_id", "name_key", name="uq_proposal_partner_proposal_name"),
        Index("ix_proposal_partner_organisation_id", "organisation_id"),
        Index("ix_proposal_partner_confirmed_by_id", "confirmed_by_id"),
        Index("ix_proposal_partner_invitation_id", "invitation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    name_key: Mapped[str] = mapped_column(String(400), info=IMPERSONAL)
    country: Mapped[str] = mapped_column(String(2), info=IMPERSONAL)
    kind: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    part: Mapped[str] = mapped_column(String(300), default="", info=personal(Category.CONTENT))
    invitation_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposal: Mapped[Proposal] = relationship(back_populates="consortium")


class ProposalFile(Base):
    """A file of a proposal; one that was removed stays for the versions that had it."""

    __tablename__ = "proposal_file"
    __about__ = About(
        whose=("proposal_id",),
        holds=("file_id",),
        purpose="Files that belong to a proposal",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="It is the organisation's, and the jury's decision rests on it",
        recipients=(
            Recipient.MEMBERS,
            Recipient.ORGANISERS,
            Recipient.JURY,
            Recipient.CHALLENGE_OWNER,
        ),
    )
    __table_args__ = (Index("ix_proposal_file_proposal_id", "proposal_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    is_standard: Mapped[bool] = mapped_column(default=False)  # of the applicant file
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()


class Submission(Base):
    """A frozen version of a proposal: its content as canonical JSON, the time and the hash."""

    __tablename__ = "submission"
    __about__ = About(
        whose=("submitted_by_id",),
        purpose="The proposal as it was handed in, which is what was judged",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="What was judged stays as it was handed in, so that the decision can be defended",
        days=3653,
        since="submitted_at",
        recipients=(
            Recipient.MEMBERS,
            Recipient.ORGANISERS,
            Recipient.JURY,
            Recipient.CHALLENGE_OWNER,
        ),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", "number", name="uq_submission_proposal_number"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]] = mapped_column(Json, info=personal(Category.CONTENT))
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    proposal: Mapped[Proposal] = relationship(back_populates="submissions")
    submitted_by: Mapped[Person] = relationship()


when_broken("uq_proposal_challenge_organisation", "already_proposed")
when_broken("uq_submission_proposal_number", "submitted_meanwhile")
when_broken("uq_proposal_partner_proposal_organisation", "partner_twice")
when_broken("uq_proposal_partner_proposal_name", "partner_twice", field="name")
