"""The table of links to a challenge owner's group that somebody looked into and dismissed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.identity.models import Person


class DismissedLink(Base):
    """A sign of a link between two organisations that means nothing at an event, and why."""

    __tablename__ = "dismissed_link"
    __about__ = About(
        whose=("dismissed_by_id",),
        purpose="Why a sign that an applicant belongs to the owner's group means nothing",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="The organisers answer for who was let in to the jury",
        days=3653,
        since="dismissed_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint(
            "event_id",
            "owner_organisation_id",
            "organisation_id",
            "key",
            name="uq_dismissed_link_event_organisations_key",
        ),
        Index("ix_dismissed_link_owner_organisation_id", "owner_organisation_id"),
        Index("ix_dismissed_link_organisation_id", "organisation_id"),
        Index("ix_dismissed_link_dismissed_by_id", "dismissed_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str] = mapped_column(String(300), info=IMPERSONAL)
    reason: Mapped[str] = mapped_column(
        String(1000),
        info=personal(Category.ASSESSMENT, unexported="working notes of the organisers"),
    )
    dismissed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    dismissed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    dismissed_by: Mapped[Person] = relationship()


when_broken("uq_dismissed_link_event_organisations_key", "link_dismissed")
