"""Tables of organisations, who belongs to them and who is asked to."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.types import UTCDateTime
from app.identity.models.people import Person
from app.identity.rules import OrganisationKind


class Organisation(Base):
    """A company, a research group, an authority, a cluster."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_given"),
        Index("ix_organisation_search_key", "search_key"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    latin_name: Mapped[str | None] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(String(400), default="")
    kind: Mapped[OrganisationKind] = mapped_column(String(20))
    size_class: Mapped[str | None] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str | None] = mapped_column(String(8))
    city: Mapped[str | None] = mapped_column(String(100))
    website: Mapped[str | None] = mapped_column(String(300))
    description: Mapped[str | None] = mapped_column(String(2000))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation")


class Membership(Base):
    """A person's place in an organisation; nobody has one without having agreed."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", name="uq_membership_person_organisation"),
        Index("ix_membership_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str] = mapped_column(String(20), default="member")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")


class Invitation(Base):
    """An address that is asked into an organisation; a membership begins when it is accepted."""

    __tablename__ = "membership_invitation"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "email_key", name="uq_membership_invitation_organisation_email"
        ),
        Index("ix_membership_invitation_email_key", "email_key"),
        Index("ix_membership_invitation_invited_by_id", "invited_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[Person] = relationship()


when_broken("uq_membership_person_organisation", "already_member", field="email")
when_broken("uq_membership_invitation_organisation_email", "already_invited", field="email")
