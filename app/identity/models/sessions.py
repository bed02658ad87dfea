"""The table of browsers that are signed in."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, personal
from app.core.types import UTCDateTime
from app.identity.models.people import Person


class WebSession(Base):
    """A browser that a person signed in with; its cookie holds a secret, this row the hash.

    `proved_at` is when the person last proved who they are. A session that awaits its second step
    lets nobody in yet.
    """

    __tablename__ = "web_session"
    __table_args__ = (
        UniqueConstraint("secret_hash", name="uq_web_session_secret_hash"),
        Index("ix_web_session_person_id", "person_id"),
        Index("ix_web_session_expires_at", "expires_at"),
    )
    __about__ = About(
        whose=("person_id",),
        purpose="The devices that somebody is signed in with, which they are shown",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=30,
        since="expires_at",
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(
        String(64), info=personal(Category.CREDENTIAL, unexported="a key to the account")
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    way: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    device: Mapped[str] = mapped_column(String(100), info=personal(Category.TECHNICAL))
    network: Mapped[str] = mapped_column(String(50), info=personal(Category.TECHNICAL))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    used_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    proved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    awaits_second_step: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship()
