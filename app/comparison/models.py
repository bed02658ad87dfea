"""Tables of what a challenge owner's people think of proposals, for themselves."""

from datetime import datetime

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

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.identity.models import Person

YEARS_3 = 1096


class ProposalMark(Base):
    """The mark that an organisation gave a proposal to its challenge, and who gave it last."""

    __tablename__ = "proposal_mark"
    __about__ = About(
        whose=("marked_by_id",),
        purpose="Which proposals a challenge owner wants to go on with",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="It is the organisation's, and says nothing of who gave it but their number",
        days=YEARS_3,
        since="marked_at",
        after=Erased.DELETED,
        recipients=(Recipient.MEMBERS,),
    )
    __table_args__ = (
        UniqueConstraint(
            "proposal_id", "organisation_id", name="uq_proposal_mark_proposal_organisation"
        ),
        CheckConstraint("mark IN ('keep', 'maybe', 'no')", name="mark_known"),
        Index("ix_proposal_mark_organisation_id", "organisation_id"),
        Index("ix_proposal_mark_marked_by_id", "marked_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    mark: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class ProposalNote(Base):
    """What one person of the owner's organisation noted of a proposal."""

    __tablename__ = "proposal_note"
    __about__ = About(
        whose=("author_id",),
        purpose="What a challenge owner's people note of proposals for each other",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        days=YEARS_3,
        since="written_at",
        recipients=(Recipient.MEMBERS,),
    )
    __table_args__ = (
        UniqueConstraint("proposal_id", "author_id", name="uq_proposal_note_proposal_author"),
        Index("ix_proposal_note_organisation_id", "organisation_id"),
        Index("ix_proposal_note_author_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, info=personal(Category.CONTENT))
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    author: Mapped[Person] = relationship()


when_broken("uq_proposal_mark_proposal_organisation", "changed_meanwhile")
when_broken("uq_proposal_note_proposal_author", "changed_meanwhile")
