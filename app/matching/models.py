"""Tables of suggestions, and of the invitations to challenges that come of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import Json, UTCDateTime
from app.identity.models import Organisation
from app.matching.rules import Answer


class Suggestion(Base):
    """A challenge and an organisation that suit each other, as the worker last found it.

    `reasons` holds pairs: a kind of the kernel's, and the words or codes that both share.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("score between 0 and 100", name="score_range"),
        Index("ix_suggestion_organisation_id_score", "organisation_id", "score"),
        Index("ix_suggestion_challenge_id_score", "challenge_id", "score"),
    )

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    score: Mapped[int]
    reasons: Mapped[list[Any]] = mapped_column(Json, info=IMPERSONAL)
    challenge: Mapped[Challenge] = relationship()
    organisation: Mapped[Organisation] = relationship()


class ChallengeInvitation(Base):
    """A challenge owner's invitation to an organisation, once for each challenge.

    `place` counts a challenge's invitations of one day; the unique key keeps its limit.
    """

    __tablename__ = "challenge_invitation"
    __table_args__ = (
        UniqueConstraint(
            "challenge_id",
            "organisation_id",
            name="uq_challenge_invitation_challenge_organisation",
        ),
        UniqueConstraint(
            "challenge_id",
            "invited_on",
            "place",
            name="uq_challenge_invitation_challenge_day_place",
        ),
        CheckConstraint("place between 1 and 20", name="place_range"),
        CheckConstraint("answer IN ('interested', 'declined')", name="answer_known"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_whole"),
        Index("ix_challenge_invitation_organisation_id", "organisation_id"),
        Index("ix_challenge_invitation_invited_by_id", "invited_by_id"),
        Index("ix_challenge_invitation_answered_by_id", "answered_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    invited_on: Mapped[date] = mapped_column(Date)
    place: Mapped[int]
    answer: Mapped[Answer | None] = mapped_column(String(20), info=IMPERSONAL)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    organisation: Mapped[Organisation] = relationship()


class InvitationRefusal(Base):
    """An organisation that wants no invitations to challenges; who has no row takes them."""

    __tablename__ = "invitation_refusal"
    __table_args__ = (Index("ix_invitation_refusal_refused_by_id", "refused_by_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class SuggestionRefresh(Base):
    """The one row that is there while the suggestions wait to be worked out again."""

    __tablename__ = "suggestion_refresh"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


when_broken("uq_challenge_invitation_challenge_organisation", "invited_to_challenge_already")
when_broken("uq_challenge_invitation_challenge_day_place", "invited_at_once")
