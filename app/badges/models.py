"""Tables of how badges look, of who had which printed, and of the printers they wait for."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.badges.rules.prints import PrintState, ReprintReason
from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import Json, UTCDateTime
from app.tickets.models import Ticket

_IS_USED = text("NOT is_closed")
_IS_OPEN = text("state IN ('waiting', 'taken')")
_IS_FIRST = text("reason IS NULL AND state <> 'withdrawn'")


class BadgeLook(Base):
    """How the badges of an event look; colours are by audience, and ours where none is given."""

    __tablename__ = "badge_look"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id"), primary_key=True, autoincrement=False
    )
    colours: Mapped[dict[str, str]] = mapped_column(Json, default=dict, info=IMPERSONAL)
    shows_organisation: Mapped[bool] = mapped_column(default=True)
    shows_logo: Mapped[bool] = mapped_column(default=False)
    motto: Mapped[str] = mapped_column(String(60), default="", info=IMPERSONAL)


class BadgePrinter(Base):
    """A printer that badges wait for: the browser beside it takes them one by one."""

    __tablename__ = "badge_printer"
    __table_args__ = (
        Index(
            "uq_badge_printer_name",
            "event_id",
            "name",
            unique=True,
            sqlite_where=_IS_USED,
            postgresql_where=_IS_USED,
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(60), info=IMPERSONAL)
    is_closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class BadgePrint(Base):
    """That a ticket's badge goes, or went, onto paper.

    A code is a ticket's of an epoch, signed by a key. Of each code there is one print without a
    reason; every further one says why. A ticket waits for one print at a time.
    """

    __tablename__ = "badge_print"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'taken', 'printed', 'withdrawn')", name="state_known"
        ),
        Index(
            "uq_badge_print_open",
            "ticket_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index(
            "uq_badge_print_first",
            "ticket_id",
            "epoch",
            "key_number",
            unique=True,
            sqlite_where=_IS_FIRST,
            postgresql_where=_IS_FIRST,
        ),
        Index("ix_badge_print_printer_id_state_asked_at", "printer_id", "state", "asked_at"),
        Index("ix_badge_print_event_id_asked_at", "event_id", "asked_at"),
        Index("ix_badge_print_work_id", "work_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    epoch: Mapped[int]
    key_number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[PrintState] = mapped_column(
        String(10), default=PrintState.WAITING, info=IMPERSONAL
    )
    reason: Mapped[ReprintReason | None] = mapped_column(String(10), info=IMPERSONAL)
    # Where it waits: at a printer, in a PDF of many, or nowhere since it was opened at the desk.
    printer_id: Mapped[int | None] = mapped_column(ForeignKey("badge_printer.id"))
    work_id: Mapped[int | None] = mapped_column(BigInteger)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    printed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ticket: Mapped[Ticket] = relationship()
    printer: Mapped[BadgePrinter | None] = relationship()


when_broken("uq_badge_print_open", "print_waits")
when_broken("uq_badge_print_first", "print_asked")
when_broken("uq_badge_printer_name", "printer_name_taken", field="name")
