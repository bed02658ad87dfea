"""Tables of the seats of companies, who has them, and who is invited to one."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime
from app.events.models import Event
from app.seats.rules import SeatInvitationState, SeatsState
from app.tickets.models import Ticket, TicketType


class CompanySeats(Base):
    """Seats of a ticket type that a company fills until a cut-off.

    What is neither filled nor returned is held in the quotas; invitations count what of it is
    promised to somebody.
    """

    __tablename__ = "company_seats"
    __about__ = About(
        whose=("email",),
        purpose="Whom to write to about the seats of a company",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        days=730,
        since="event_id.ends_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint(
            "filled >= 0 AND invited >= 0 AND returned >= 0", name="counts_not_negative"
        ),
        CheckConstraint("filled + invited + returned <= seats", name="seats_not_overdrawn"),
        CheckConstraint("state IN ('open', 'over', 'revoked')", name="state_known"),
        Index("ix_company_seats_event_id", "event_id"),
        Index("ix_company_seats_ticket_type_id", "ticket_type_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    company: Mapped[str] = mapped_column(String(200), info=IMPERSONAL)
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    seats: Mapped[int]
    filled: Mapped[int] = mapped_column(default=0)
    invited: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    reminded: Mapped[int | None]
    state: Mapped[SeatsState] = mapped_column(String(10), default=SeatsState.OPEN, info=IMPERSONAL)
    link_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    ticket_type: Mapped[TicketType] = relationship()

    @property
    def held(self) -> int:
        """How many seats are set aside for the company and not filled."""
        return self.seats - self.filled - self.returned

    @property
    def free(self) -> int:
        """How many of them nobody is invited to."""
        return self.held - self.invited

    @property
    def hold_key(self) -> str:
        """The key of the hold that keeps them."""
        return f"company:{self.id}"

    def is_open_at(self, now: datetime) -> bool:
        """Whether the company can say who comes."""
        return self.state == SeatsState.OPEN and now < self.until


class SeatedTicket(Base):
    """Which ticket takes a seat of which company."""

    __tablename__ = "seated_ticket"
    __table_args__ = (Index("ix_seated_ticket_seats_id", "seats_id"),)

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("ticket.id"), primary_key=True, autoincrement=False
    )
    seats_id: Mapped[int] = mapped_column(ForeignKey("company_seats.id"))
    ticket: Mapped[Ticket] = relationship()


class SeatInvitation(Base):
    """An address that a company invited to one of its seats; its link is used once."""

    __tablename__ = "seat_invitation"
    __about__ = About(
        whose=("email",),
        dated="made_at",
        purpose="Whom a company invited to one of its seats",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        days=30,
        since="seats_id.until",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("state IN ('open', 'used', 'withdrawn')", name="state_known"),
        Index("ix_seat_invitation_seats_id", "seats_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    seats_id: Mapped[int] = mapped_column(ForeignKey("company_seats.id"))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    state: Mapped[SeatInvitationState] = mapped_column(
        String(10), default=SeatInvitationState.OPEN, info=IMPERSONAL
    )
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    given: Mapped[CompanySeats] = relationship()


when_broken("ck_company_seats_seats_not_overdrawn", "seats_filled")
