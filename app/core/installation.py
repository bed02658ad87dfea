"""The one record of an installation: what it is called, and who answers for it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base, db
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime

ONLY = 1


class Installation(Base):
    """What the operator says of the installation; there is one row, made when it was set up."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=ONLY)
    name: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    contact: Mapped[str | None] = mapped_column(String(254), info=IMPERSONAL)
    imprint: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    privacy_contact: Mapped[str | None] = mapped_column(String(254), info=IMPERSONAL)
    by_invitation: Mapped[bool] = mapped_column(default=False)
    set_up_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def find_installation() -> Installation | None:
    """Return what is said of the installation, None before it is set up or changed."""
    return db.session.get(Installation, ONLY)


def is_by_invitation() -> bool:
    """Whether only people who were invited may make an account."""
    found = find_installation()
    return found is not None and found.by_invitation


when_broken("pk_installation", "set_up_already")
