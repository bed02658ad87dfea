"""Tables of deliveries."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime


class Delivery(Base):
    """A mail to one recipient about one fact.

    `code` is what its QR code says, if it has one; `attachment` names what is made for it when it
    is sent.
    """

    __tablename__ = "delivery"
    __about__ = About(
        whose=("recipient",),
        purpose="Mails about what happened, and whether they arrived",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        days=180,
        since="created_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("fact_id", "recipient", "template", name="uq_delivery_fact_recipient"),
        Index("ix_delivery_event_id_created_at", "event_id", "created_at"),
        Index("ix_delivery_ticket_id", "ticket_id"),
        Index("ix_delivery_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    fact_id: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    ticket_id: Mapped[int | None] = mapped_column(BigInteger)  # whose holder it is for
    recipient: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    template: Mapped[str] = mapped_column(String(60), info=IMPERSONAL)
    subject: Mapped[str] = mapped_column(String(200), info=personal(Category.CONTENT))
    text: Mapped[str] = mapped_column(Text, info=personal(Category.CONTENT))
    html: Mapped[str] = mapped_column(
        Text, info=personal(Category.CONTENT, unexported="the same words as the text")
    )
    code: Mapped[str | None] = mapped_column(
        String(300),
        info=personal(
            Category.CREDENTIAL, unexported="it opens the door; the ticket's own page shows it"
        ),
    )
    attachment: Mapped[str | None] = mapped_column(String(80), info=IMPERSONAL)
    state: Mapped[str] = mapped_column(String(20), default="pending", info=IMPERSONAL)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(
        Text,
        info=personal(Category.TECHNICAL, unexported="the words of a mail server for its operator"),
    )
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
