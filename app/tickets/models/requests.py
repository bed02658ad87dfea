"""Table of what organisers ask back before they decide about somebody who asked to come."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime

_OPEN = text("answered_at IS NULL")


class RequestQuestion(Base):
    """A question to somebody who asked to come, and the answer; one waits for it at a time."""

    __tablename__ = "request_question"
    __about__ = About(
        whose=("ticket_id",),
        purpose="What organisers asked before they let somebody come, and what was answered",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        dated="asked_at",
        days=365,
        since="asked_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("answered_at IS NOT NULL OR answer = ''", name="answered_at_a_time"),
        Index(
            "uq_request_question_open",
            "ticket_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_request_question_ticket_id_asked_at", "ticket_id", "asked_at"),
        Index("ix_request_question_asked_by_id", "asked_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    question: Mapped[str] = mapped_column(Text, info=personal(Category.ASSESSMENT))
    answer: Mapped[str] = mapped_column(Text, default="", info=personal(Category.CONTENT))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


when_broken("uq_request_question_open", "question_open", field="question")
