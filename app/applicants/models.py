"""Tables of applicant files and what is attached to them."""

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
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.identity.models import Organisation

OF_ALL = "It is the organisation's, whose other members go on using it"


class ApplicantFile(Base):
    """What an organisation says of itself in every proposal."""

    __tablename__ = "applicant_file"
    __about__ = About(
        whose=("rights_declared_by_id",),
        purpose="What an organisation says of itself in every proposal",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=OF_ALL,
        dated="saved_at",
        recipients=(Recipient.MEMBERS,),
    )
    __table_args__ = (
        UniqueConstraint("organisation_id", name="uq_applicant_file_organisation"),
        CheckConstraint(
            "ip_status IN ('none', 'secret', 'applied', 'granted', 'licensed', 'open')",
            name="ip_status_known",
        ),
        CheckConstraint(
            "(rights_declared_at IS NULL) = (rights_declared_by_id IS NULL)", name="rights_whole"
        ),
        Index("ix_applicant_file_rights_declared_by_id", "rights_declared_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    pitch: Mapped[str] = mapped_column(String(200), default="", info=personal(Category.CONTENT))
    about: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    team: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    track_record: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    website: Mapped[str] = mapped_column(String(300), default="", info=IMPERSONAL)
    ip_status: Mapped[str | None] = mapped_column(String(10), info=IMPERSONAL)
    ip_note: Mapped[str] = mapped_column(String(1000), default="", info=IMPERSONAL)
    rights_declared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    rights_declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    organisation: Mapped[Organisation] = relationship()


class ApplicantAttachment(Base):
    """A file that goes with every proposal; one that was removed stays for those that have it."""

    __tablename__ = "applicant_attachment"
    __about__ = About(
        whose=("added_by_id",),
        holds=("file_id",),
        purpose="Files that go with every proposal of an organisation",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=OF_ALL,
        recipients=(Recipient.MEMBERS,),
    )
    __table_args__ = (
        Index("ix_applicant_attachment_organisation_id", "organisation_id"),
        Index("ix_applicant_attachment_added_by_id", "added_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    file: Mapped[StoredFile] = relationship()


when_broken("uq_applicant_file_organisation", "changed_meanwhile")
