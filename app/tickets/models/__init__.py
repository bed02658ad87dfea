"""Tables of places, ticket types, add-ons, orders and tickets."""

from app.tickets.models.add_ons import AddOn, AddOnQuota, AddOnTicketType, TicketAddOn
from app.tickets.models.orders import Order, Ticket
from app.tickets.models.places import (
    HeldPlaces,
    Hold,
    Quota,
    TakenPlace,
    TicketType,
    TicketTypeQuota,
)
from app.tickets.rules.sales import TicketState

__all__ = [
    "AddOn",
    "AddOnQuota",
    "AddOnTicketType",
    "HeldPlaces",
    "Hold",
    "Order",
    "Quota",
    "TakenPlace",
    "Ticket",
    "TicketAddOn",
    "TicketState",
    "TicketType",
    "TicketTypeQuota",
]
