"""The table of pairs of organisations that look like the same one."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.merging import ABOUT_BOTH
from app.core.privacy import IMPERSONAL
from app.core.types import Json, UTCDateTime
from app.directory.rules.duplicates import PairState
from app.identity.models import Organisation, Person


class DuplicatePair(Base):
    """Two organisations that look like the same one, and why; one that was dismissed stays so.

    With `gone_id` an owner of that organisation asks to merge it into the other.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id", name="uq_duplicate_pair_first_second"),
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("state IN ('open', 'dismissed')", name="state_known"),
        CheckConstraint(
            "gone_id IS NULL OR gone_id = first_id OR gone_id = second_id", name="gone_is_of_pair"
        ),
        CheckConstraint("(gone_id IS NULL) = (asked_by_id IS NULL)", name="asked_by_somebody"),
        Index("ix_duplicate_pair_second_id", "second_id"),
        Index("ix_duplicate_pair_state_weight", "state", "weight"),
        {"info": ABOUT_BOTH},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    first_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reasons: Mapped[list[str]] = mapped_column(Json, info=IMPERSONAL)
    weight: Mapped[int]
    state: Mapped[PairState] = mapped_column(String(10), default=PairState.OPEN, info=IMPERSONAL)
    found_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    gone_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    first: Mapped[Organisation] = relationship(foreign_keys=[first_id])
    second: Mapped[Organisation] = relationship(foreign_keys=[second_id])
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
