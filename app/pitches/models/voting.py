"""Tables of the audience's votes and their ballots."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.pitches.models.running import PitchDay
from app.pitches.rules.voting import VoteMode, VoteStage, VoteTerms


class AudienceVote(Base):
    """What the audience of a pitch day is asked; its rule stands from the moment it opens."""

    __tablename__ = "audience_vote"
    __table_args__ = (
        UniqueConstraint("day_id", name="uq_audience_vote_day_id"),
        CheckConstraint("mode in ('approval', 'ranked')", name="mode_known"),
        CheckConstraint("most between 1 and 3", name="most_range"),
        CheckConstraint("share between 0 and 50", name="share_range"),
        CheckConstraint("closed_at is null or opened_at is not null", name="opened_before_closed"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    day_id: Mapped[int] = mapped_column(ForeignKey("pitch_day.id"))
    mode: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    most: Mapped[int]
    share: Mapped[int] = mapped_column(default=0)
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    day: Mapped[PitchDay] = relationship()

    @property
    def terms(self) -> VoteTerms:
        """The rule that was declared."""
        return VoteTerms(VoteMode(self.mode), self.most, self.share)

    @property
    def stage(self) -> VoteStage:
        """How far it has come."""
        if self.opened_at is None:
            return VoteStage.DECLARED
        return VoteStage.OPEN if self.closed_at is None else VoteStage.CLOSED


class Ballot(Base):
    """What the holder of a badge chose, the best first; one for each badge."""

    __tablename__ = "ballot"
    __about__ = About(
        whose=("ticket_id",),
        purpose="Which pitches somebody of the audience voted for",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        days=90,
        since="cast_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("vote_id", "ticket_id", name="uq_ballot_vote_ticket"),
        Index("ix_ballot_ticket_id", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    vote_id: Mapped[int] = mapped_column(ForeignKey("audience_vote.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    choices: Mapped[list[str]] = mapped_column(Json, info=personal(Category.CONTENT))
    network: Mapped[str] = mapped_column(String(50), info=personal(Category.TECHNICAL))
    cast_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


when_broken("uq_audience_vote_day_id", "changed_meanwhile")
when_broken("uq_ballot_vote_ticket", "voted_already")
