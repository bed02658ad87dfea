"""Tables of what was said when: versions of a brief, and comments on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models.challenges import Challenge
from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.identity.models import Person


class ChallengeVersion(Base):
    """What a brief said when it was submitted or published; never changed afterwards."""

    __tablename__ = "challenge_version"
    __table_args__ = (
        UniqueConstraint("challenge_id", "number", name="uq_challenge_version_challenge_number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[int]
    occasion: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    content: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    digest: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    challenge: Mapped[Challenge] = relationship()
    by: Mapped[Person | None] = relationship()


class ChallengeComment(Base):
    """What the owner or an organiser said of a part of a brief before it was published."""

    __tablename__ = "challenge_comment"
    __about__ = About(
        whose=("by_id",),
        purpose="Owner and organisers agree on a brief before it is published",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        dated="at",
        days=731,
        since="at",
        recipients=(Recipient.MEMBERS, Recipient.ORGANISERS),
    )
    __table_args__ = (Index("ix_challenge_comment_challenge_id_at", "challenge_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    section: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    side: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    text: Mapped[str] = mapped_column(String(2000), info=personal(Category.CONTENT))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    challenge: Mapped[Challenge] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=[resolved_by_id])
