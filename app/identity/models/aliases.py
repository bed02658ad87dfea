"""The table of merged organisations, so that their old addresses still lead somewhere."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.types import UTCDateTime


class OrganisationAlias(Base):
    """The id of a merged organisation, and the one that took its place."""

    __tablename__ = "organisation_alias"
    __table_args__ = (Index("ix_organisation_alias_survivor_id", "survivor_id"),)

    old_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    survivor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    merged_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
