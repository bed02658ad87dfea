"""Tables of documents, agreements, accesses and openings."""

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

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.identity.models import Organisation, Person

SECRETS = "The owner of a secret must be able to show who learned it and under which agreement"


class Document(Base):
    """A file or a text of a challenge with its tier; what it holds never changes."""

    __tablename__ = "challenge_document"
    __table_args__ = (
        CheckConstraint(
            "tier in ('public', 'registered', 'agreement', 'closed')", name="known_tier"
        ),
        CheckConstraint("(file_id is null) <> (text is null)", name="file_or_text"),
        Index("ix_challenge_document_challenge_id", "challenge_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    text: Mapped[str | None] = mapped_column(Text, info=IMPERSONAL)
    title: Mapped[str] = mapped_column(String(160), info=IMPERSONAL)
    tier: Mapped[str] = mapped_column(String(12), info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    file: Mapped[StoredFile | None] = relationship()


class Agreement(Base):
    """A version of what somebody accepts before they see documents under an agreement."""

    __tablename__ = "challenge_agreement"
    __table_args__ = (
        UniqueConstraint("challenge_id", "version", name="uq_challenge_agreement_version"),
        CheckConstraint("version >= 1", name="version_from_one"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Access(Base):
    """An organisation's wish to see the documents under the agreement, and the answer."""

    __tablename__ = "document_access"
    __about__ = About(
        whose=("asked_by_id",),
        purpose="Which organisations may see what a challenge owner keeps confidential",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=SECRETS,
        dated="asked_at",
        days=3653,
        since="asked_at",
        recipients=(Recipient.CHALLENGE_OWNER, Recipient.ORGANISERS),
    )
    __table_args__ = (
        UniqueConstraint(
            "challenge_id", "organisation_id", name="uq_document_access_challenge_organisation"
        ),
        CheckConstraint(
            "state in ('asked', 'confirmed', 'refused', 'withdrawn')", name="known_state"
        ),
        Index("ix_document_access_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    note: Mapped[str] = mapped_column(String(1000), default="", info=personal(Category.CONTENT))
    state: Mapped[str] = mapped_column(String(10), default="asked", info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(String(1000), default="", info=IMPERSONAL)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    organisation: Mapped[Organisation] = relationship()
    asked_by: Mapped[Person] = relationship()


class Acceptance(Base):
    """Somebody accepted a version of an agreement for their organisation."""

    __tablename__ = "agreement_acceptance"
    __about__ = About(
        whose=("person_id",),
        purpose="Who accepted which agreement for whom",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=SECRETS,
        dated="accepted_at",
        days=3653,
        since="accepted_at",
        recipients=(Recipient.CHALLENGE_OWNER, Recipient.ORGANISERS),
    )
    __table_args__ = (
        UniqueConstraint(
            *("agreement_id", "access_id", "person_id"), name="uq_agreement_acceptance_person"
        ),
        Index("ix_agreement_acceptance_access_id", "access_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("challenge_agreement.id"))
    access_id: Mapped[int] = mapped_column(ForeignKey("document_access.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    agreement: Mapped[Agreement] = relationship()
    access: Mapped[Access] = relationship()
    person: Mapped[Person] = relationship()


class Opening(Base):
    """Somebody opened a confidential document; the audit log holds the same, chained."""

    __tablename__ = "document_opening"
    __about__ = About(
        whose=("person_id",),
        purpose="Who opened which confidential document",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why=SECRETS,
        dated="opened_at",
        days=3653,
        since="opened_at",
        recipients=(Recipient.CHALLENGE_OWNER, Recipient.ORGANISERS),
    )
    __table_args__ = (Index("ix_document_opening_document_id", "document_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    document_id: Mapped[int] = mapped_column(ForeignKey("challenge_document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    tier: Mapped[str] = mapped_column(String(12), info=IMPERSONAL)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    document: Mapped[Document] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


when_broken("uq_document_access_challenge_organisation", "access_asked")
when_broken("uq_challenge_agreement_version", "agreement_changed")
