"""The table of series: challenges that come back in rounds, by a rule."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime


class ChallengeSeries(Base):
    """The rounds of one challenge: how often a deadline returns, until when, and whether it does.

    Each round is a challenge of its own; deadlines are counted from `first_on`, at the local time
    `at` of the event, and the decision is promised `decision_days` after each.
    """

    __tablename__ = "challenge_series"
    __table_args__ = (
        CheckConstraint("every between 1 and 52", name="every_range"),
        CheckConstraint("unit in ('weeks', 'months')", name="known_unit"),
        CheckConstraint("most_rounds >= 1", name="most_rounds_from_one"),
        Index("ix_challenge_series_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    first_on: Mapped[date] = mapped_column(Date)
    at: Mapped[str] = mapped_column(String(5), info=IMPERSONAL)
    every: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    until: Mapped[date | None] = mapped_column(Date)
    most_rounds: Mapped[int | None]
    decision_days: Mapped[int | None]
    planned_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
