"""Tables of a cluster's invitations and mails, and of the figures that others may read."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation


class ParticipantInvitation(Base):
    """An address that a cluster asks to come; its link registers one person, once."""

    __tablename__ = "participant_invitation"
    __about__ = About(
        whose=("email",),
        purpose="Asks somebody to come to an event",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        days=90,
        since="expires_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint(
            "event_id", "cluster_id", "email_key", name="uq_participant_invitation_address"
        ),
        UniqueConstraint("ticket_id", name="uq_participant_invitation_ticket_id"),
        CheckConstraint("sent_count > 0", name="sent_at_least_once"),
        CheckConstraint(
            "ticket_id is null or withdrawn_at is null", name="used_or_withdrawn_not_both"
        ),
        Index("ix_participant_invitation_cluster_id", "cluster_id"),
        Index("ix_participant_invitation_invited_by_id", "invited_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    cluster_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    email_key: Mapped[str] = mapped_column(
        String(254), info=personal(Category.CONTACT, unexported="the address, as it is compared")
    )
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_count: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    event: Mapped[Event] = relationship()
    cluster: Mapped[Organisation] = relationship()

    @property
    def state(self) -> str:
        """How far it is: open, used, withdrawn or expired."""
        if self.ticket_id is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.expires_at > clock.now() else "expired"


class Mailing(Base):
    """What a cluster wrote to its participants of an event, and to how many."""

    __tablename__ = "mailing"
    __about__ = About(
        whose=("sent_by_id",),
        purpose="What a cluster wrote to its participants",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="The cluster answers for what it wrote in its own name",
        days=730,
        since="created_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("recipients > 0", name="somebody_gets_it"),
        Index("ix_mailing_event_id_cluster_id", "event_id", "cluster_id", "created_at"),
        Index("ix_mailing_cluster_id", "cluster_id"),
        Index("ix_mailing_sent_by_id", "sent_by_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    cluster_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(
        String(120), info=personal(Category.CONTENT, kept="written in the name of the cluster")
    )
    text: Mapped[str] = mapped_column(
        Text, info=personal(Category.CONTENT, kept="written in the name of the cluster")
    )
    recipients: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    cluster: Mapped[Organisation] = relationship()


class FiguresReading(Base):
    """The figures of a cluster over its events, or of one event, as they were read last.

    `levels` holds by table and group what was ever published, what is published now last.
    """

    __tablename__ = "figures_reading"
    __table_args__ = (
        UniqueConstraint("cluster_id", name="uq_figures_reading_cluster_id"),
        UniqueConstraint("event_id", name="uq_figures_reading_event_id"),
        CheckConstraint(
            "(cluster_id is null) <> (event_id is null)", name="of_a_cluster_or_an_event"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    levels: Mapped[dict[str, dict[str, list[int]]]] = mapped_column(Json, info=IMPERSONAL)
    read_on: Mapped[date] = mapped_column(Date)
    read_at: Mapped[datetime] = mapped_column(UTCDateTime)
