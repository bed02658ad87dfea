"""Tables of deliberations: rooms, what came up in them, who was there, minutes and signatures."""

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

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.identity.models import Person
from app.juries.models import JudgingRound
from app.proposals.models import Proposal

KEPT = "A decision can be contested, and then it must be seen how it came about"
YEARS_10 = 3653
_UP_NOW = text("begun_at IS NOT NULL AND ended_at IS NULL")


class Room(Base):
    """The deliberation of a round: what breaks ties was fixed as it was opened."""

    __tablename__ = "deliberation_room"
    __table_args__ = (
        UniqueConstraint("round_id", name="uq_deliberation_room_round_id"),
        Index("ix_deliberation_room_challenge_id", "challenge_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id"))
    tie_rules: Mapped[list[str]] = mapped_column(Json, info=IMPERSONAL)
    rubric_digest: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    seed: Mapped[str] = mapped_column(String(32), info=IMPERSONAL)
    moves: Mapped[int] = mapped_column(default=0)
    least_moves: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    round: Mapped[JudgingRound] = relationship()
    items: Mapped[list["RoomItem"]] = relationship(order_by="RoomItem.position")

    @property
    def event_id(self) -> int:
        """The event that it belongs to: its challenge's."""
        return self.challenge.event_id

    @property
    def current(self) -> "RoomItem | None":
        """What is up now."""
        return next((one for one in self.items if one.begun_at and not one.ended_at), None)


class RoomItem(Base):
    """A proposal that a panel deliberates on: scores before and after, levels, notes.

    `away` are the jurors who left for it; `agreed` those who agreed to the levels.
    """

    __tablename__ = "deliberation_item"
    __table_args__ = (
        UniqueConstraint("room_id", "proposal_id", name="uq_deliberation_item_room_proposal"),
        CheckConstraint("ended_at IS NULL OR begun_at IS NOT NULL", name="begun_first"),
        Index("ix_deliberation_item_proposal_id", "proposal_id"),
        Index(
            "uq_deliberation_item_up_now",
            "room_id",
            unique=True,
            sqlite_where=_UP_NOW,
            postgresql_where=_UP_NOW,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    room_id: Mapped[int] = mapped_column(ForeignKey("deliberation_room.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    position: Mapped[int]
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    before: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    after: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    away: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    levels: Mapped[dict[str, int]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    chair_note: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    secretary_note: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    proposal: Mapped[Proposal] = relationship()
    agreements: Mapped[list["LevelAgreement"]] = relationship(cascade="all, delete-orphan")
    comments: Mapped[list["RoomComment"]] = relationship(order_by="RoomComment.said_at")

    # What the panel of a blind round reads instead of the proposal; queries put it there.
    _copy = None

    def hide(self, copy: Any) -> None:
        """Let the panel read this instead of the proposal."""
        self._copy = copy

    @property
    def read(self) -> Any:
        """The proposal as the panel reads it."""
        return self.proposal if self._copy is None else self._copy


def _about(purpose: str, whose: str, since: str) -> About:
    return About(
        whose=(whose,),
        purpose=purpose,
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why=KEPT,
        days=YEARS_10,
        since=since,
        recipients=(Recipient.ORGANISERS, Recipient.JURY),
    )


class LevelAgreement(Base):
    """That somebody on the panel agreed to the levels of an item as they stand."""

    __tablename__ = "level_agreement"
    __about__ = _about("Who agreed to the levels of a proposal", "person_id", "agreed_at")
    __table_args__ = (
        UniqueConstraint("item_id", "person_id", name="uq_level_agreement_item_person"),
        Index("ix_level_agreement_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    item_id: Mapped[int] = mapped_column(ForeignKey("deliberation_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship()


class RoomComment(Base):
    """What somebody on the panel wrote while a proposal was up."""

    __tablename__ = "deliberation_comment"
    __about__ = _about(
        "What jurors said of a proposal in the deliberation", "said_by_id", "said_at"
    )
    __table_args__ = (
        Index("ix_deliberation_comment_item_id", "item_id"),
        Index("ix_deliberation_comment_said_by_id", "said_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    item_id: Mapped[int] = mapped_column(ForeignKey("deliberation_item.id"))
    said_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, info=personal(Category.CONTENT))
    said_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    said_by: Mapped[Person] = relationship()


class RoomPresence(Base):
    """That somebody was in the room, from when until when."""

    __tablename__ = "deliberation_presence"
    __about__ = _about("Who took part in a deliberation", "person_id", "joined_at")
    __table_args__ = (
        CheckConstraint("left_at IS NULL OR left_at >= joined_at", name="left_after"),
        Index("ix_deliberation_presence_room_id", "room_id"),
        Index("ix_deliberation_presence_person_id", "person_id"),
        Index(
            "uq_deliberation_presence_in_now",
            "room_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    room_id: Mapped[int] = mapped_column(ForeignKey("deliberation_room.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


class Minutes(Base):
    """A version of the minutes as canonical text; its SHA-256 is what people sign."""

    __tablename__ = "deliberation_minutes"
    __about__ = _about("What a panel came to, and who took part", "written_by_id", "written_at")
    __table_args__ = (
        Index("ix_deliberation_minutes_written_by_id", "written_by_id"),
        UniqueConstraint("room_id", "version", name="uq_deliberation_minutes_room_version"),
        CheckConstraint("version >= 1", name="version_from_one"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    room_id: Mapped[int] = mapped_column(ForeignKey("deliberation_room.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(
        Json, info=personal(Category.NAME, kept="The minutes are signed by their digest")
    )
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    room: Mapped[Room] = relationship()
    signatures: Mapped[list["MinutesSignature"]] = relationship(
        order_by="MinutesSignature.signed_at"
    )


class MinutesSignature(Base):
    """That somebody on the panel confirmed the digest of the minutes, and when."""

    __tablename__ = "minutes_signature"
    __about__ = _about("Who signed the minutes of a deliberation", "person_id", "signed_at")
    __table_args__ = (
        UniqueConstraint("minutes_id", "person_id", name="uq_minutes_signature_minutes_person"),
        Index("ix_minutes_signature_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("deliberation_minutes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(201), info=personal(Category.NAME))
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


when_broken("uq_deliberation_room_round_id", "room_open_already")
when_broken("uq_deliberation_item_up_now", "item_up_already")
when_broken("uq_deliberation_presence_in_now", "in_room_already")
when_broken("uq_level_agreement_item_person", "agreed_already")
when_broken("uq_minutes_signature_minutes_person", "signed_already")
when_broken("uq_deliberation_minutes_room_version", "changed_meanwhile")
