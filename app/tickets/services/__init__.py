"""What can be done with tickets."""

from app.tickets.rules.attendees import Attendee
from app.tickets.services.holding import cancel_by_link, cancel_ticket, reissue_ticket
from app.tickets.services.ordering import place_order, register, register_walk_in
from app.tickets.services.printing import start_badges
from app.tickets.services.selling import add_ticket_type, edit_ticket_type, resize_quota

__all__ = [
    "Attendee",
    "add_ticket_type",
    "cancel_by_link",
    "cancel_ticket",
    "edit_ticket_type",
    "place_order",
    "register",
    "register_walk_in",
    "reissue_ticket",
    "resize_quota",
    "start_badges",
]
