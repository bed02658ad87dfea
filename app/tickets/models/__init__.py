"""Tables of places, ticket types, orders and tickets."""

from app.tickets.models.orders import Order, Ticket, TicketState
from app.tickets.models.places import (
    HeldPlaces,
    Hold,
    Quota,
    TakenPlace,
    TicketType,
    TicketTypeQuota,
)

__all__ = [
    "HeldPlaces",
    "Hold",
    "Order",
    "Quota",
    "TakenPlace",
    "Ticket",
    "TicketState",
    "TicketType",
    "TicketTypeQuota",
]
