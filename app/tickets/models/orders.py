"""Tables of orders and tickets."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
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
from app.core.types import UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation, Person
from app.tickets.models.add_ons import TicketAddOn
from app.tickets.models.places import TicketType
from app.tickets.rules.sales import TicketState
from app.tickets.rules.support import SupportReason


class Order(Base):
    """A registration: who asked and for whom; a signed link shows the buyer all its tickets."""

    __tablename__ = "ticket_order"
    __about__ = About(
        whose=("person_id", "email"),
        purpose="A registration: who asked for which tickets",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        days=730,
        since="event_id.ends_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        UniqueConstraint("client_key", name="uq_ticket_order_client_key"),
        Index("ix_ticket_order_event_id_created_at", "event_id", "created_at"),
        Index("ix_ticket_order_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    link_epoch: Mapped[int] = mapped_column(default=0)
    client_key: Mapped[str | None] = mapped_column(String(80), info=IMPERSONAL)
    channel: Mapped[str] = mapped_column(String(40), default="web", info=IMPERSONAL)
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    event: Mapped[Event] = relationship()
    person: Mapped[Person | None] = relationship()
    tickets: Mapped[list["Ticket"]] = relationship(back_populates="order")


class Ticket(Base):
    """An attendee's right to come in; a reissue raises its epoch and so revokes badge and link."""

    __tablename__ = "ticket"
    __about__ = About(
        whose=("email",),
        purpose="Who comes to an event: badge, door and report",
        basis=Basis.CONTRACT,
        erased=Erased.BLANKED,
        days=730,
        since="event_id.ends_at",
        recipients=(Recipient.ORGANISERS,),
    )
    __table_args__ = (
        CheckConstraint("epoch between 0 and 255", name="epoch_is_a_byte"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint(
            "state in ('requested', 'declined', 'unpaid', 'valid', 'cancelled')",
            name="state_known",
        ),
        Index("ix_ticket_event_id_state", "event_id", "state"),
        CheckConstraint(
            "support_reason in ('invited', 'member', 'country', 'lead', 'handed_over', 'left')",
            name="support_reason_known",
        ),
        CheckConstraint(
            "validated_at is not null or validated_by_id is null", name="validated_at_a_time"
        ),
        Index("ix_ticket_event_id_search_key", "event_id", "search_key"),
        Index("ix_ticket_supported_by_id", "supported_by_id", "event_id", "search_key"),
        Index("ix_ticket_order_id", "order_id"),
        Index("ix_ticket_voucher_id", "voucher_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("ticket_order.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    supported_by_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    support_reason: Mapped[SupportReason] = mapped_column(
        String(12), default=SupportReason.LEAD, info=IMPERSONAL
    )
    validated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_name: Mapped[str] = mapped_column(
        String(100), info=personal(Category.NAME, blank="Former")
    )
    family_name: Mapped[str] = mapped_column(
        String(100), default="", info=personal(Category.NAME, blank="participant")
    )
    latin_name: Mapped[str | None] = mapped_column(String(200), info=personal(Category.NAME))
    email: Mapped[str] = mapped_column(String(254), info=personal(Category.CONTACT))
    organisation_name: Mapped[str] = mapped_column(
        String(200), default="", info=personal(Category.PROFILE)
    )
    organisation_kind: Mapped[str] = mapped_column(String(20), default="other", info=IMPERSONAL)
    country: Mapped[str] = mapped_column(String(2), default="", info=IMPERSONAL)
    role_label: Mapped[str] = mapped_column(String(60), default="", info=personal(Category.PROFILE))
    is_project_staff: Mapped[bool] = mapped_column(default=False)
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    search_key: Mapped[str] = mapped_column(
        String(500),
        default="",
        info=personal(Category.NAME, unexported="name and address, as they are searched"),
    )
    epoch: Mapped[int] = mapped_column(default=0)
    state: Mapped[TicketState] = mapped_column(
        String(20), default=TicketState.VALID, info=IMPERSONAL
    )
    # What was agreed that it costs, with VAT and without its add-ons, in the order's currency.
    price: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    declined_for: Mapped[str] = mapped_column(Text, default="", info=personal(Category.ASSESSMENT))
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    event: Mapped[Event] = relationship()
    order: Mapped[Order] = relationship(back_populates="tickets")
    ticket_type: Mapped[TicketType] = relationship()
    add_ons: Mapped[list[TicketAddOn]] = relationship(order_by=TicketAddOn.add_on_id)
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    supported_by: Mapped[Organisation] = relationship(foreign_keys=[supported_by_id])

    @property
    def cost(self) -> int:
        """What it costs with its add-ons, with VAT, in minor units."""
        return self.price + sum(one.price for one in self.add_ons)

    @property
    def name(self) -> str:
        """The attendee's whole name."""
        return f"{self.given_name} {self.family_name}".strip()
