"""Tables of what holders may do by themselves, and of tickets that go to a colleague."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.tickets.models.orders import Ticket
from app.tickets.rules.transfers import TransferState

_OPEN = text("state = 'open'")


class HolderRules(Base):
    """What an event says of what holders do by themselves; without a row it is as usual."""

    __tablename__ = "holder_rules"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id"), primary_key=True, autoincrement=False
    )
    names_until: Mapped[datetime] = mapped_column(UTCDateTime)
    asks_coming: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TicketTransfer(Base):
    """A ticket that its holder wants a colleague to have; the link in their mail is used once."""

    __tablename__ = "ticket_transfer"
    __about__ = About(
        whose=("email",),
        dated="made_at",
        purpose="To whom a holder wanted to pass a ticket on",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        days=30,
        since="expires_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'accepted', 'withdrawn', 'expired')", name="state_known"
        ),
        Index(
            "uq_ticket_transfer_open",
            "ticket_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_ticket_transfer_ticket_id_made_at", "ticket_id", "made_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    # The code that the ticket had: once it has another one, the link leads nowhere.
    epoch: Mapped[int]
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    state: Mapped[TransferState] = mapped_column(
        String(10), default=TransferState.OPEN, info=IMPERSONAL
    )
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ticket: Mapped[Ticket] = relationship()

    def is_open_at(self, now: datetime) -> bool:
        """Whether the colleague can still take the ticket."""
        return (
            self.state == TransferState.OPEN
            and now < self.expires_at
            and self.ticket.epoch == self.epoch
        )


when_broken("uq_ticket_transfer_open", "transfer_open", field="email")
