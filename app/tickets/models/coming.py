"""Table of who was asked shortly before an event whether they come."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.privacy import About, Basis, Erased, Recipient
from app.core.types import UTCDateTime
from app.tickets.models.orders import Ticket


class Confirmation(Base):
    """That somebody was asked whether they come; whoever does not gives the ticket back."""

    __tablename__ = "confirmation"
    __about__ = About(
        whose=("ticket_id",),
        purpose="Who was asked whether they come, and who said yes",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        dated="asked_at",
        days=365,
        since="asked_at",
        recipients=(Recipient.ORGANISERS,),
    )

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ticket: Mapped[Ticket] = relationship()
