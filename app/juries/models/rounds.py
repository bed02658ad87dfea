"""Tables of judging rounds and the rubrics that jurors score by."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import Json, UTCDateTime


class JudgingRound(Base):
    """One pass of a jury over the proposals of a challenge, with a form and rules of its own."""

    __tablename__ = "judging_round"
    __table_args__ = (
        UniqueConstraint("challenge_id", "position", name="uq_judging_round_challenge_position"),
        CheckConstraint("position between 1 and 9", name="position_range"),
        CheckConstraint("kind in ('review', 'pitch')", name="known_kind"),
        CheckConstraint("blindness in ('open', 'blind', 'double_blind')", name="known_blindness"),
        CheckConstraint("per_proposal between 1 and 9", name="per_proposal_range"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    position: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(120), default="", info=IMPERSONAL)
    kind: Mapped[str] = mapped_column(String(10), default="review", info=IMPERSONAL)
    blindness: Mapped[str] = mapped_column(String(12), default="open", info=IMPERSONAL)
    per_proposal: Mapped[int] = mapped_column(default=3)
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    challenge: Mapped[Challenge] = relationship()
    rubrics: Mapped[list["Rubric"]] = relationship(
        back_populates="round", order_by="Rubric.version", cascade="all, delete-orphan"
    )

    @property
    def rubric(self) -> "Rubric":
        """The version that stands."""
        return self.rubrics[-1]


class Rubric(Base):
    """A version of what a round's jurors score by; locked once somebody scored by it."""

    __tablename__ = "rubric"
    __table_args__ = (
        UniqueConstraint("round_id", "version", name="uq_rubric_round_version"),
        CheckConstraint("version >= 1", name="version_from_one"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id"))
    version: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    digest: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    locked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    round: Mapped[JudgingRound] = relationship(back_populates="rubrics")


when_broken("uq_judging_round_challenge_position", "changed_meanwhile")
when_broken("uq_rubric_round_version", "changed_meanwhile")
