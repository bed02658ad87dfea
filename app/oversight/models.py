"""The table of the operator's views of events in an emergency."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import About, Basis, Category, Erased, personal
from app.core.types import UTCDateTime
from app.events.models import Event
from app.identity.models import Person
from app.oversight.rules import GlassState, glass_state


class BrokenGlass(Base):
    """An operator's view of one event for some hours, and why it was taken."""

    __tablename__ = "broken_glass"
    __about__ = About(
        whose=("opened_by_id",),
        purpose="Who looked into an event that is not theirs, and why",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="The event's leads have a right to know who looked in, and why",
    )
    __table_args__ = (
        CheckConstraint("ends_at > opened_at", name="ends_after_opened"),
        Index("ix_broken_glass_event_id_opened_at", "event_id", "opened_at"),
        Index("ix_broken_glass_opened_by_id_ends_at", "opened_by_id", "ends_at"),
        Index("ix_broken_glass_ended_by_id", "ended_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(
        String(500), info=personal(Category.CONTENT, kept="it is why somebody looked in")
    )
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[Event] = relationship()
    opened_by: Mapped[Person] = relationship(foreign_keys=[opened_by_id])

    @property
    def state(self) -> GlassState:
        """How it stands now."""
        return glass_state(self.ends_at, self.ended_at, clock.now())
