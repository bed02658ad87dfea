"""Tables of places: how many there are, who has taken or held them, and for which tickets."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from app.core import clock
from app.core.constraints import when_broken
from app.core.db import Base
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL
from app.core.types import UTCDateTime
from app.events.models import Event
from app.identity.models import Organisation
from app.tickets.rules.places import MOST_AT_ONCE, HoldPurpose
from app.tickets.rules.sales import Visibility
from app.tickets.rules.waiting import OFFER_HOURS


class Quota(Base):
    """A number of places, shared by ticket types; it cannot be overdrawn.

    One that is for a country, or for those whom one cluster supports, counts nobody else.
    """

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        CheckConstraint("held >= 0", name="held_not_negative"),
        CheckConstraint("taken + held <= size", name="not_overdrawn"),
        CheckConstraint("waiting >= 0", name="waiting_not_negative"),
        Index("ix_quota_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    size: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    # How many groups are short of it; while one is, places that come back are kept for the list.
    waiting: Mapped[int] = mapped_column(default=0)
    only_country: Mapped[str | None] = mapped_column(String(2), info=IMPERSONAL)
    only_cluster_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    event: Mapped[Event] = relationship()
    only_cluster: Mapped[Organisation | None] = relationship()

    @property
    def free(self) -> int:
        """How many places are neither taken nor held."""
        return self.size - self.taken - self.held

    @property
    def to_be_had(self) -> int:
        """How many of them whoever comes now can have: none while somebody waits for them."""
        return 0 if self.waiting else self.free

    @property
    def is_for_all(self) -> bool:
        """Whether it counts everybody, wherever they come from and whoever supports them."""
        return self.only_country is None and self.only_cluster_id is None


class TicketTypeQuota(Base):
    """Where a kind of ticket takes its places from: one in each of its quotas."""

    __tablename__ = "ticket_type_quota"
    __table_args__ = (Index("ix_ticket_type_quota_quota_id", "quota_id"),)

    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id"), primary_key=True, autoincrement=False
    )
    quota_id: Mapped[int] = mapped_column(
        ForeignKey("quota.id"), primary_key=True, autoincrement=False
    )


class TicketType(Base):
    """A kind of ticket that people can register for."""

    __tablename__ = "ticket_type"
    __table_args__ = (
        CheckConstraint("least >= 1", name="least_one"),
        CheckConstraint("most >= least", name="most_not_under_least"),
        CheckConstraint("visibility IN ('public', 'code', 'staff')", name="visibility_known"),
        CheckConstraint("visibility <> 'code' OR access_code IS NOT NULL", name="code_to_show_it"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("vat_rate BETWEEN 0 AND 10000", name="vat_rate_in_bounds"),
        CheckConstraint("valid_until_on >= valid_from_on", name="valid_in_order"),
        CheckConstraint("offer_hours BETWEEN 1 AND 168", name="offer_hours_in_bounds"),
        Index("ix_ticket_type_event_id_position", "event_id", "position"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    description: Mapped[str] = mapped_column(Text, default="", info=IMPERSONAL)
    audience: Mapped[str] = mapped_column(String(20), default="attendee", info=IMPERSONAL)
    visibility: Mapped[Visibility] = mapped_column(
        String(10), default=Visibility.PUBLIC, info=IMPERSONAL
    )
    access_code: Mapped[str | None] = mapped_column(String(40), info=IMPERSONAL)
    needs_approval: Mapped[bool] = mapped_column(default=False)
    is_transferable: Mapped[bool] = mapped_column(default=True)
    # With VAT, in minor units of the currency; the rate of VAT in hundredths of a per cent.
    price: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info=IMPERSONAL)
    vat_rate: Mapped[int] = mapped_column(default=0)
    valid_from_on: Mapped[date | None]
    valid_until_on: Mapped[date | None]
    on_sale_from: Mapped[datetime | None] = mapped_column(UTCDateTime)
    on_sale_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=MOST_AT_ONCE)
    position: Mapped[int] = mapped_column(default=0)
    has_waiting_list: Mapped[bool] = mapped_column(default=False)
    offer_hours: Mapped[int] = mapped_column(default=OFFER_HOURS)
    event: Mapped[Event] = relationship()
    # Whether the event asks anything, where the query that found the kind of ticket says so.
    has_questions: Mapped[bool | None] = query_expression()
    quotas: Mapped[list[Quota]] = relationship(
        secondary="ticket_type_quota", order_by=Quota.id, viewonly=True
    )

    @property
    def may_change_hands(self) -> bool:
        """Whether a holder may pass it on; whom an organiser has to approve comes in person."""
        return self.is_transferable and not self.needs_approval


class TakenPlace(Base):
    """A place that a ticket takes, itself or with an add-on; it goes back where it came from."""

    __tablename__ = "taken_place"
    __table_args__ = (
        Index("ix_taken_place_ticket_id", "ticket_id"),
        Index("ix_taken_place_quota_id", "quota_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id"))
    add_on_id: Mapped[int | None] = mapped_column(ForeignKey("add_on.id"))


class Hold(Base):
    """Places set aside, for a form or for whoever has a right to them, until its time is over."""

    __tablename__ = "hold"
    __table_args__ = (
        UniqueConstraint("client_key", name="uq_hold_client_key"),
        CheckConstraint("purpose IN ('form', 'offer', 'voucher', 'company')", name="purpose_known"),
        Index("ix_hold_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    client_key: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    purpose: Mapped[HoldPurpose] = mapped_column(
        String(10), default=HoldPurpose.FORM, info=IMPERSONAL
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class HeldPlaces(Base):
    """How many places of a quota a hold has."""

    __tablename__ = "held_places"
    __table_args__ = (
        CheckConstraint("places >= 1", name="places_positive"),
        Index("ix_held_places_quota_id", "quota_id"),
    )

    hold_id: Mapped[int] = mapped_column(
        ForeignKey("hold.id"), primary_key=True, autoincrement=False
    )
    quota_id: Mapped[int] = mapped_column(
        ForeignKey("quota.id"), primary_key=True, autoincrement=False
    )
    places: Mapped[int]


when_broken("ck_quota_not_overdrawn", "sold_out", field="ticket_type")
