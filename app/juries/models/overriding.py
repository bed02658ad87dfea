"""The table of outcomes that depart from the ranking and need a second signature."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import Json, UTCDateTime
from app.identity.models import Person
from app.proposals.models import Proposal

_OPEN = text("signed_at IS NULL AND withdrawn_at IS NULL")


class Override(Base):
    """An outcome out of the ranking's order: who asks for it and why, who signed it.

    It takes effect as somebody else signs. `passed` are the proposals that it is out of order with,
    `decision_version` is that of the decision it changes, 0 where none was made yet.
    """

    __tablename__ = "override"
    __about__ = About(
        whose=("asked_by_id", "signed_by_id"),
        purpose="Who decided otherwise than the ranking, and who signed it beside them",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        dated="asked_at",
        recipients=(Recipient.ORGANISERS, Recipient.JURY),
    )
    __table_args__ = (
        CheckConstraint("asked_by_id <> signed_by_id", name="two_people"),
        CheckConstraint("(signed_by_id IS NULL) = (signed_at IS NULL)", name="signed_whole"),
        CheckConstraint("signed_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index(
            "uq_override_open",
            "proposal_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_override_challenge_id", "challenge_id"),
        Index("ix_override_asked_by_id", "asked_by_id"),
        Index("ix_override_signed_by_id", "signed_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    decision_version: Mapped[int] = mapped_column(default=0)
    rank: Mapped[int | None]
    passed: Mapped[list[str]] = mapped_column(Json, default=list, info=IMPERSONAL)
    falls_short: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    feedback: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    change_reason: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    grounds: Mapped[str] = mapped_column(Text, info=IMPERSONAL)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship()
    proposal: Mapped[Proposal] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])

    @property
    def is_open(self) -> bool:
        """Whether it waits for a second signature."""
        return self.signed_at is None and self.withdrawn_at is None


when_broken("uq_override_open", "override_open")
