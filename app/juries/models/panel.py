"""The table of jurors."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation, Person
from app.juries.models.asking import JuryText
from app.juries.rules.roles import JurorRole

_CHAIR_OF_ALL = text("role = 'chair' AND is_limited IS FALSE")
_CHAIR = text("is_chair IS TRUE")


class Juror(Base):
    """A person on the panel of an event; a limited one judges some of its challenges only.

    `terms_id` is the version of the honour terms that they confirmed as they accepted.
    """

    __tablename__ = "juror"
    __about__ = About(
        whose=("person_id",),
        purpose="Who sits on the panel of an event",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", name="uq_juror_event_person"),
        CheckConstraint(
            "role IN ('chair', 'member', 'alternate', 'trainee', 'secretary')", name="role_known"
        ),
        CheckConstraint(
            "(terms_id IS NULL) = (terms_confirmed_at IS NULL)", name="terms_confirmed_whole"
        ),
        Index(
            "uq_juror_event_chair",
            "event_id",
            unique=True,
            sqlite_where=_CHAIR_OF_ALL,
            postgresql_where=_CHAIR_OF_ALL,
        ),
        Index("ix_juror_person_id", "person_id"),
        Index("ix_juror_terms_id", "terms_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    capacity: Mapped[int | None]
    role: Mapped[JurorRole] = mapped_column(String(10), default=JurorRole.MEMBER, info=IMPERSONAL)
    is_limited: Mapped[bool] = mapped_column(default=False)
    terms_id: Mapped[int | None] = mapped_column(ForeignKey("jury_text.id"))
    terms_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    limits: Mapped[list["JurorChallenge"]] = relationship(cascade="all, delete-orphan")
    terms: Mapped[JuryText | None] = relationship()

    @property
    def challenge_ids(self) -> list[int]:
        """The challenges that a limited juror judges; none means all."""
        return [one.challenge_id for one in self.limits]


class JurorChallenge(Base):
    """A challenge that a limited juror judges, or chairs."""

    __tablename__ = "juror_challenge"
    __about__ = About(
        whose=("juror_id",),
        purpose="Which challenges a juror judges",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        dated="juror_id.invited_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        Index(
            "uq_juror_challenge_chair",
            "challenge_id",
            unique=True,
            sqlite_where=_CHAIR,
            postgresql_where=_CHAIR,
        ),
        Index("ix_juror_challenge_challenge_id", "challenge_id"),
    )

    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    is_chair: Mapped[bool] = mapped_column(default=False)


when_broken("uq_juror_event_chair", "chair_taken", field="seat")
when_broken("uq_juror_challenge_chair", "chair_taken", field="seat")
when_broken("uq_juror_event_person", "already_on_panel", field="email")
