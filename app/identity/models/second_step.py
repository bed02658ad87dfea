"""Tables of passkeys, authenticator apps, recovery codes and accounts elsewhere."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, personal
from app.core.types import Json, UTCDateTime
from app.identity.models.people import Person

_SECRET = "a secret that only proves who signs in; shown to nobody, not even to its owner"  # noqa: S105 - a reason, not a secret
_PURPOSE = "Let a person in, and nobody else in their name"


class Passkey(Base):
    """The public half of a key that a person's device or password manager keeps."""

    __tablename__ = "passkey"
    __table_args__ = (
        UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
        CheckConstraint("length(name) > 0", name="name_given"),
        CheckConstraint("sign_count >= 0", name="sign_count_not_negative"),
        Index("ix_passkey_person_id", "person_id"),
    )
    __about__ = About(
        whose=("person_id",), purpose=_PURPOSE, basis=Basis.CONTRACT, erased=Erased.DELETED
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    credential_id: Mapped[str] = mapped_column(String(1400), info=personal(Category.CREDENTIAL))
    public_key: Mapped[bytes] = mapped_column(LargeBinary, info=personal(Category.CREDENTIAL))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(Json, info=personal(Category.TECHNICAL))
    name: Mapped[str] = mapped_column(String(100), info=personal(Category.CREDENTIAL))
    is_backed_up: Mapped[bool] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


class Ceremony(Base):
    """A question put to a passkey, answered once and soon; nobody's before it is answered."""

    __tablename__ = "passkey_ceremony"
    __table_args__ = (
        UniqueConstraint("challenge", name="uq_passkey_ceremony_challenge"),
        CheckConstraint("purpose in ('add', 'prove', 'sign_in')", name="purpose_known"),
        Index("ix_passkey_ceremony_expires_at", "expires_at"),
        Index("ix_passkey_ceremony_person_id", "person_id"),
    )
    __about__ = About(
        whose=("person_id",),
        purpose=_PURPOSE,
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=1,
        since="expires_at",
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    challenge: Mapped[str] = mapped_column(String(90), info=IMPERSONAL)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AuthenticatorApp(Base):
    """The secret that a person's authenticator app shares with us, sealed; used once confirmed."""

    __tablename__ = "authenticator_app"
    __table_args__ = (UniqueConstraint("person_id", name="uq_authenticator_app_person_id"),)
    __about__ = About(
        whose=("person_id",), purpose=_PURPOSE, basis=Basis.CONTRACT, erased=Erased.DELETED
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed_secret: Mapped[str] = mapped_column(
        String(200), info=personal(Category.CREDENTIAL, unexported=_SECRET)
    )
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RecoveryCode(Base):
    """A code on paper that stands in once for a lost authenticator app; only its hash is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        UniqueConstraint("person_id", "code_hash", name="uq_recovery_code_person_code_hash"),
    )
    __about__ = About(
        whose=("person_id",), purpose=_PURPOSE, basis=Basis.CONTRACT, erased=Erased.DELETED
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str] = mapped_column(
        String(64), info=personal(Category.CREDENTIAL, unexported=_SECRET)
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ExternalIdentity(Base):
    """A person's account at the provider that this installation trusts to say who somebody is."""

    __tablename__ = "external_identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="uq_external_identity_issuer_subject"),
        Index("ix_external_identity_person_id", "person_id"),
    )
    __about__ = About(
        whose=("person_id",), purpose=_PURPOSE, basis=Basis.CONTRACT, erased=Erased.DELETED
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issuer: Mapped[str] = mapped_column(String(300), info=IMPERSONAL)
    subject: Mapped[str] = mapped_column(String(255), info=personal(Category.CREDENTIAL))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


when_broken("uq_passkey_credential_id", "passkey_known")
when_broken("uq_external_identity_issuer_subject", "external_identity_taken")
