"""The table of mailed links that nobody has used yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, personal
from app.core.types import Json, UTCDateTime
from app.identity.rules.links import LinkPurpose


class MailLink(Base):
    """A link that was asked for; it is signed, not stored, and its row goes when it is used.

    The row is the same whether or not the address has an account: only the worker, who writes the
    mail, looks. `pending` is an account that waits for its address to be proved.
    """

    __tablename__ = "mail_link"
    __table_args__ = (
        Index("ix_mail_link_email_key_created_at", "email_key", "created_at"),
        Index("ix_mail_link_person_id", "person_id"),
        Index("ix_mail_link_expires_at", "expires_at"),
    )
    __about__ = About(
        whose=("person_id", "email"),
        purpose="Proves that an address is somebody's, before it opens an account",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=1,
        since="expires_at",
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    purpose: Mapped[LinkPurpose] = mapped_column(String(20), info=IMPERSONAL)
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    email_key: Mapped[str] = mapped_column(
        String(254), info=personal(Category.CONTACT, unexported="the address, as it is compared")
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    language: Mapped[str] = mapped_column(String(8), info=IMPERSONAL)
    pending: Mapped[dict[str, Any] | None] = mapped_column(
        Json, info=personal(Category.PROFILE, unexported="an account that was never opened")
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
