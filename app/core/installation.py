"""The one record of an installation: what it is called, and who answers for it."""

import time
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import CheckConstraint, String, Text, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base, db
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime

ONLY = 1
KEPT = "innoday-site"


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
    accent: Mapped[str | None] = mapped_column(String(7), info=IMPERSONAL)
    language: Mapped[str | None] = mapped_column(String(8), info=IMPERSONAL)
    set_up_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


@dataclass(frozen=True, kw_only=True)
class Site:
    """What every page says of the installation."""

    name: str = "Innoday"
    contact: str | None = None
    privacy_contact: str | None = None
    accent: str | None = None
    language: str | None = None


_SITE = select(*(getattr(Installation, one).label(one) for one in Site.__dataclass_fields__)).where(
    Installation.id == ONLY
)


def find_installation() -> Installation | None:
    """Return what is said of the installation, None before it is set up or changed."""
    return db.session.get(Installation, ONLY)


def site() -> Site:
    """Return what every page says of the installation, read again every few seconds.

    Whoever shows a failure asks too: without a database the answer is what was known last.
    """
    now = time.monotonic()
    kept: tuple[float, Site] | None = current_app.extensions.get(KEPT)
    if kept is not None and now < kept[0]:
        return kept[1]
    try:
        row = db.session.execute(_SITE).first()
    except SQLAlchemyError:
        return kept[1] if kept else Site()
    read = Site(**row._mapping) if row else Site()  # noqa: SLF001 - SQLAlchemy's own name for it
    current_app.extensions[KEPT] = now + current_app.config["INSTALLATION_KEPT"], read
    return read


def forget_site(app: Flask) -> None:
    """Let the next page read anew what is said of the installation."""
    app.extensions.pop(KEPT, None)


def is_by_invitation() -> bool:
    """Whether only people who were invited may make an account."""
    found = find_installation()
    return found is not None and found.by_invitation


when_broken("pk_installation", "set_up_already")
