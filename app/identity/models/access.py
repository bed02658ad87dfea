"""Tables of how people and their programs get in: API tokens, attempts that were counted."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, personal
from app.core.types import Json, UTCDateTime
from app.identity.models.people import Person


class ApiToken(Base):
    """A program's key to the API; only its hash is kept."""

    __tablename__ = "api_token"
    __about__ = About(
        whose=("person_id",),
        purpose="Keys with which the person's programs use the API",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
    )
    __table_args__ = (
        UniqueConstraint("secret_hash", name="uq_api_token_secret_hash"),
        Index("ix_api_token_person_id", "person_id"),
        Index("ix_api_token_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(100), info=personal(Category.CONTENT))
    secret_hash: Mapped[str] = mapped_column(
        String(64),
        info=personal(Category.CREDENTIAL, unexported="a secret that would serve an attacker"),
    )
    scopes: Mapped[list[str]] = mapped_column(Json, info=IMPERSONAL)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))  # its limit, if it has one
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # to the hour
    used_from: Mapped[str | None] = mapped_column(String(45), info=personal(Category.TECHNICAL))
    person: Mapped[Person] = relationship()


class SignInThrottle(Base):
    """How often something was tried lately, for an account, a network, or one from the other."""

    __tablename__ = "sign_in_throttle"
    __about__ = About(
        whose=(),
        purpose="Slows down whoever guesses passwords; addresses are hashed",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        days=2,
        since="failed_at",
    )
    __table_args__ = (Index("ix_sign_in_throttle_failed_at", "failed_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True, info=IMPERSONAL)
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    open_at: Mapped[datetime] = mapped_column(UTCDateTime)
