"""The table of which organisations belong to which clusters."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime
from app.identity.models.organisations import Organisation
from app.identity.rules.crossed import CrossedState, Side


class ClusterMembership(Base):
    """An organisation's place in a cluster: one side asked, the other accepts; either ends it."""

    __tablename__ = "cluster_membership"
    __table_args__ = (
        UniqueConstraint(
            "cluster_id", "organisation_id", name="uq_cluster_membership_cluster_organisation"
        ),
        CheckConstraint("cluster_id <> organisation_id", name="not_its_own_member"),
        CheckConstraint("state IN ('asked', 'accepted', 'declined', 'ended')", name="state_known"),
        CheckConstraint("asked_by IN ('organisation', 'cluster')", name="side_known"),
        CheckConstraint("state <> 'accepted' OR since IS NOT NULL", name="accepted_since"),
        Index("ix_cluster_membership_organisation_id", "organisation_id", "state"),
        Index("ix_cluster_membership_cluster_id", "cluster_id", "state"),
        Index("ix_cluster_membership_asked_by_id", "asked_by_id"),
        Index("ix_cluster_membership_answered_by_id", "answered_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[CrossedState] = mapped_column(
        String(10), default=CrossedState.ASKED, info=IMPERSONAL
    )
    asked_by: Mapped[Side] = mapped_column(String(20), info=IMPERSONAL)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cluster: Mapped[Organisation] = relationship(foreign_keys=[cluster_id])
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])


when_broken("uq_cluster_membership_cluster_organisation", "crossed_already")
