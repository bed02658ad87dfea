"""The table of trainees who judge beside a member."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.juries.models.panel import Juror


class Pairing(Base):
    """A trainee who gets what a member judges; a mutual one lets the member read hers, too."""

    __tablename__ = "pairing"
    __about__ = About(
        whose=("trainee_id", "member_id"),
        purpose="Beside whom a trainee of a panel judges",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen how it came about",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("trainee_id", name="uq_pairing_trainee_id"),
        CheckConstraint("trainee_id <> member_id", name="two_people"),
        Index("ix_pairing_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    is_mutual: Mapped[bool] = mapped_column(default=False)
    paired_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    trainee: Mapped[Juror] = relationship(foreign_keys=[trainee_id])
    member: Mapped[Juror] = relationship(foreign_keys=[member_id])


when_broken("uq_pairing_trainee_id", "changed_meanwhile")
