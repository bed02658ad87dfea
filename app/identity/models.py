"""Tables of people, organisations, memberships, invitations and API tokens."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.types import Json, UTCDateTime
from app.identity.rules import OrganisationKind

__all__ = [
    "ApiToken",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Person",
    "SignInThrottle",
]


class Person(Base):
    """Somebody with an account."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("email_key", name="uq_person_email_key"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    latin_name: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_epoch: Mapped[int] = mapped_column(default=0)
    is_operator: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(8), default="en")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given_name} {self.family_name}".strip()


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


class ApiToken(Base):
    """A program's key to the API; only its hash is kept."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("secret_hash", name="uq_api_token_secret_hash"),
        Index("ix_api_token_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(100))
    secret_hash: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


class SignInThrottle(Base):
    """How often something was tried lately, for an account, a network, or one from the other."""

    __tablename__ = "sign_in_throttle"
    __table_args__ = (Index("ix_sign_in_throttle_failed_at", "failed_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    open_at: Mapped[datetime] = mapped_column(UTCDateTime)


when_broken("uq_person_email_key", "email_taken", field="email")
when_broken("uq_membership_person_organisation", "already_member", field="email")
when_broken("uq_membership_invitation_organisation_email", "already_invited", field="email")
