"""Tables of imports: the list that was uploaded, and which proposal came from which line."""

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

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import Json, UTCDateTime
from app.identity.models import Person
from app.proposals.models import Proposal


class ProposalImport(Base):
    """A list that was uploaded for a challenge, and what its columns mean."""

    __tablename__ = "proposal_import"
    __about__ = About(
        whose=("uploaded_by_id",),
        holds=("file_id",),
        purpose="A list of proposals that another tool took in, until they are made of it",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="Others of the event's team go on with it",
        days=90,
        since="created_at",
        after=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("challenge_id", "sha256", name="uq_proposal_import_challenge_sha256"),
        CheckConstraint("made_as IN ('submitted', 'draft')", name="made_as_known"),
        Index("ix_proposal_import_uploaded_by_id", "uploaded_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    columns: Mapped[dict[str, int]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    # The same as words of the head, which hold for the next list of the challenge, too.
    heads: Mapped[dict[str, str]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    made_as: Mapped[str] = mapped_column(String(10), default="submitted", info=IMPERSONAL)
    is_inviting: Mapped[bool] = mapped_column(default=True)
    zone: Mapped[str] = mapped_column(String(60), info=IMPERSONAL)
    chosen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    work_id: Mapped[int | None] = mapped_column(BigInteger)
    challenge: Mapped[Challenge] = relationship()
    uploaded_by: Mapped[Person] = relationship()
    file: Mapped[StoredFile] = relationship()

    @property
    def event_id(self) -> int:
        """The event that it belongs to: its challenge's."""
        return self.challenge.event_id


class ImportedProposal(Base):
    """From which line of which list a proposal was made, by whom and when."""

    __tablename__ = "imported_proposal"
    __about__ = About(
        whose=("imported_by_id",),
        purpose="Which proposals were brought in for their authors, from which list",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="It says where a proposal that was judged comes from",
        dated="imported_at",
        recipients=(Recipient.ORGANISERS, Recipient.MEMBERS),
    )
    __table_args__ = (
        UniqueConstraint("challenge_id", "line_key", name="uq_imported_proposal_challenge_line"),
        Index("ix_imported_proposal_event_id_contact_hash", "event_id", "contact_hash"),
        Index("ix_imported_proposal_imported_by_id", "imported_by_id"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    line_key: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    contact_hash: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    line: Mapped[int]
    file_sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    imported_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    proposal: Mapped[Proposal] = relationship()
    imported_by: Mapped[Person] = relationship()


when_broken("uq_proposal_import_challenge_sha256", "list_there")
when_broken("uq_imported_proposal_challenge_line", "line_there")
