"""Tables of organisations and who belongs to them."""

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
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.identity.models.people import Person
from app.identity.rules import MemberRole, OrganisationKind, StartupStage


def _of_listed(name: str, *columns: str) -> Index:
    """Return an index of the organisations in the directory, which reads nothing else."""
    is_listed = text("listed_at IS NOT NULL")
    return Index(name, *columns, sqlite_where=is_listed, postgresql_where=is_listed)


class Organisation(Base):
    """A company, a research group, an authority, a cluster."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_given"),
        Index("ix_organisation_search_key", "search_key"),
        Index("ix_organisation_vat_number", "vat_number"),
        _of_listed("ix_organisation_listed_name", "search_key", "id"),
        _of_listed("ix_organisation_listed_newest", "listed_at", "id"),
        _of_listed("ix_organisation_listed_place", "country", "region", "main_division"),
        _of_listed("ix_organisation_listed_division", "main_division"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    latin_name: Mapped[str | None] = mapped_column(String(200), info=IMPERSONAL)
    legal_name: Mapped[str | None] = mapped_column(String(200), info=IMPERSONAL)
    search_key: Mapped[str] = mapped_column(String(400), default="", info=IMPERSONAL)
    # What the directory finds it by: names, keywords, offers and needs; kept by `services.folding`.
    found_by: Mapped[str] = mapped_column(Text, default="", deferred=True, info=IMPERSONAL)
    main_division: Mapped[str | None] = mapped_column(String(2), info=IMPERSONAL)
    kind: Mapped[OrganisationKind] = mapped_column(String(20), info=IMPERSONAL)
    size_class: Mapped[str | None] = mapped_column(String(10), info=IMPERSONAL)
    country: Mapped[str] = mapped_column(String(2), info=IMPERSONAL)
    region: Mapped[str | None] = mapped_column(String(8), info=IMPERSONAL)
    city: Mapped[str | None] = mapped_column(String(100), info=IMPERSONAL)
    website: Mapped[str | None] = mapped_column(String(300), info=IMPERSONAL)
    description: Mapped[str | None] = mapped_column(String(2000), info=IMPERSONAL)
    vat_number: Mapped[str | None] = mapped_column(String(20), info=IMPERSONAL)
    founded_year: Mapped[int | None]
    startup_stage: Mapped[StartupStage | None] = mapped_column(String(20), info=IMPERSONAL)
    listed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation")
    # Its places in clusters, asked for and ended ones too.
    crossed: Mapped[list[Any]] = relationship(
        "ClusterMembership", foreign_keys="ClusterMembership.organisation_id", viewonly=True
    )


class Membership(Base):
    """A person's place in an organisation; nobody has one without having agreed."""

    __tablename__ = "membership"
    __about__ = About(
        whose=("person_id",),
        purpose="Who acts in the name of an organisation",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        recipients=(Recipient.MEMBERS, Recipient.OPERATOR),
    )
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", name="uq_membership_person_organisation"),
        CheckConstraint("role IN ('owner', 'member', 'observer')", name="role_known"),
        Index("ix_membership_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[MemberRole] = mapped_column(String(20), default=MemberRole.MEMBER, info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")


when_broken("uq_membership_person_organisation", "already_member", field="email")
