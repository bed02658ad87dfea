"""Tables of questions about challenges, of followers, and of what they were reminded of."""

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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.identity.models import Organisation, Person


class Enquiry(Base):
    """A question about a challenge: as it was asked, as it is published, and its answer.

    Only the asker is ever shown who asked; what is published is worded for all.
    """

    __tablename__ = "enquiry"
    __about__ = About(
        whose=("asked_by_id",),
        purpose="Questions about a challenge, so that all who apply know the same",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        dated="asked_at",
        days=1096,
        since="asked_at",
        recipients=(Recipient.CHALLENGE_OWNER, Recipient.ORGANISERS),
    )
    __table_args__ = (
        UniqueConstraint(
            "challenge_id", "asked_by_id", "fingerprint", name="uq_enquiry_challenge_asker_text"
        ),
        CheckConstraint("state in ('open', 'answered', 'published', 'private')", name="state"),
        CheckConstraint("state <> 'published' or published_at is not null", name="published"),
        Index("ix_enquiry_challenge_id_state", "challenge_id", "state", "published_at"),
        Index("ix_enquiry_asked_by_id", "asked_by_id"),
        Index("ix_enquiry_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(20), default="open", info=IMPERSONAL)
    asked_text: Mapped[str] = mapped_column(Text, info=personal(Category.CONTENT))
    fingerprint: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    text: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    answer: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    # What it said until it was corrected, the first first: `answer` and `until`.
    corrections: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list, info=IMPERSONAL)
    private_reason: Mapped[str] = mapped_column(String(500), default="", info=IMPERSONAL)
    version: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    organisation: Mapped[Organisation] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])

    @property
    def event_id(self) -> int:
        """The event that it belongs to: its challenge's."""
        return self.challenge.event_id

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """What the answer said before it was corrected, the last first, and until when."""
        return [
            {"answer": one["answer"], "until": datetime.fromisoformat(one["until"])}
            for one in reversed(self.corrections)
        ]


class ChallengeFollower(Base):
    """A person who is told what happens to a challenge."""

    __tablename__ = "challenge_follower"
    __about__ = About(
        whose=("person_id",),
        purpose="Whom to tell what happens to a challenge",
        basis=Basis.CONSENT,
        erased=Erased.DELETED,
        dated="followed_at",
    )
    __table_args__ = (
        UniqueConstraint("challenge_id", "person_id", name="uq_challenge_follower_person"),
        Index("ix_challenge_follower_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    followed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    challenge: Mapped[Challenge] = relationship()
    person: Mapped[Person] = relationship()


class DeadlineReminder(Base):
    """That the readers of a challenge were reminded of one deadline; a later one is another."""

    __tablename__ = "deadline_reminder"

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime, primary_key=True)
    reminded_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


when_broken("uq_enquiry_challenge_asker_text", "asked_already")
