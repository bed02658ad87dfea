"""Tables of what organisations say of themselves: labels, offers and needs, size, logo."""

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
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import Json, UTCDateTime
from app.identity.rules.kinds import SizeClass
from app.identity.rules.profiles import LabelKind, OfferKind, StaffBand
from app.identity.rules.sizes import BalanceSheet, Headcount, Relation, Turnover


class OrganisationLabel(Base):
    """A sector, ecosystem, priority or keyword of an organisation; the first of a kind is main.

    `code` is what is compared: the code of a list, or a keyword without case and diacritics.
    """

    __tablename__ = "organisation_label"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "kind", "code", name="uq_organisation_label_organisation_kind_code"
        ),
        Index("ix_organisation_label_kind_code", "kind", "code", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[LabelKind] = mapped_column(String(20), info=IMPERSONAL)
    code: Mapped[str] = mapped_column(String(120), info=IMPERSONAL)
    text: Mapped[str] = mapped_column(String(100), default="", info=IMPERSONAL)
    place: Mapped[int] = mapped_column(default=0)


class OfferNeed(Base):
    """Something that an organisation has for others, or looks for."""

    __tablename__ = "offer_need"
    __table_args__ = (
        CheckConstraint("kind IN ('offer', 'need')", name="kind_known"),
        CheckConstraint("length(text) > 0", name="text_given"),
        Index("ix_offer_need_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[OfferKind] = mapped_column(String(10), info=IMPERSONAL)
    text: Mapped[str] = mapped_column(String(500), info=IMPERSONAL)
    keywords: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    search_key: Mapped[str] = mapped_column(String(1000), default="", info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class ClusterProfile(Base):
    """What a cluster says of its organisation and its members, as the European lists ask it."""

    __tablename__ = "cluster_profile"
    __table_args__ = (
        CheckConstraint(
            "members >= 0 AND smes >= 0 AND startups >= 0 AND large_companies >= 0"
            " AND research >= 0 AND others >= 0",
            name="counts_not_negative",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    staff: Mapped[StaffBand | None] = mapped_column(String(20), info=IMPERSONAL)
    members: Mapped[int | None]
    smes: Mapped[int | None]
    startups: Mapped[int | None]
    large_companies: Mapped[int | None]
    research: Mapped[int | None]
    others: Mapped[int | None]
    services: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    activities: Mapped[str | None] = mapped_column(String(2000), info=IMPERSONAL)
    # The cluster's own mailbox, which notices name; it is asked for one that is nobody's.
    privacy_contact: Mapped[str | None] = mapped_column(String(254), info=IMPERSONAL)


class SizeDeclaration(Base):
    """What an organisation declared of its size, once; the newest counts, the others stay.

    Without figures it is only the class that somebody chose when they signed up.
    """

    __tablename__ = "size_declaration"
    __table_args__ = (
        CheckConstraint("size_class IN ('micro', 'small', 'medium', 'large')", name="class_known"),
        CheckConstraint(
            "(headcount IS NULL) = (accounting_year IS NULL)"
            " AND (headcount IS NULL) = (relation IS NULL)"
            " AND (headcount IS NULL OR turnover IS NOT NULL OR balance_sheet IS NOT NULL)",
            name="figures_whole",
        ),
        Index("ix_size_declaration_organisation_id_declared_at", "organisation_id", "declared_at"),
        Index("ix_size_declaration_declared_by_id", "declared_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    accounting_year: Mapped[int | None]
    headcount: Mapped[Headcount | None] = mapped_column(String(20), info=IMPERSONAL)
    turnover: Mapped[Turnover | None] = mapped_column(String(20), info=IMPERSONAL)
    balance_sheet: Mapped[BalanceSheet | None] = mapped_column(String(20), info=IMPERSONAL)
    relation: Mapped[Relation | None] = mapped_column(String(20), info=IMPERSONAL)
    is_public_controlled: Mapped[bool] = mapped_column(default=False)
    size_class: Mapped[SizeClass] = mapped_column(String(10), info=IMPERSONAL)
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OrganisationLogo(Base):
    """An organisation's logo, drawn anew from what was uploaded."""

    __tablename__ = "organisation_logo"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    alt: Mapped[str | None] = mapped_column(String(200), info=IMPERSONAL)
    file: Mapped[StoredFile] = relationship()


when_broken("uq_organisation_label_organisation_kind_code", "label_twice")
