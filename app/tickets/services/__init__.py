"""What can be done with tickets."""

from app.tickets.rules.attendees import Attendee
from app.tickets.rules.terms import Terms
from app.tickets.rules.waiting import Group
from app.tickets.services.add_ons import add_add_on, edit_add_on
from app.tickets.services.admitting import approve_ticket, decline_ticket, settle_order
from app.tickets.services.changing import ask_for_mail, change_type
from app.tickets.services.holding import cancel_by_link, cancel_ticket, reissue_ticket
from app.tickets.services.offering import offer_now, remove_waiting
from app.tickets.services.ordering import (
    place_listed,
    place_order,
    register,
    register_walk_in,
)
from app.tickets.services.places import draw_places, hold_places, release, release_when_over
from app.tickets.services.selling import (
    add_quota,
    add_ticket_type,
    edit_ticket_type,
    resize_quota,
)
from app.tickets.services.supporting import (
    Move,
    hand_all_back,
    hand_over,
    move_late,
    preview_late,
    validate_attendee,
)
from app.tickets.services.waiting import join_waiting_list, leave_waiting_list, take_offer

__all__ = [
    "Attendee",
    "Group",
    "Move",
    "Terms",
    "add_add_on",
    "add_quota",
    "add_ticket_type",
    "approve_ticket",
    "ask_for_mail",
    "cancel_by_link",
    "cancel_ticket",
    "change_type",
    "decline_ticket",
    "draw_places",
    "edit_add_on",
    "edit_ticket_type",
    "hand_all_back",
    "hand_over",
    "hold_places",
    "join_waiting_list",
    "leave_waiting_list",
    "move_late",
    "offer_now",
    "place_listed",
    "place_order",
    "preview_late",
    "register",
    "register_walk_in",
    "reissue_ticket",
    "release",
    "release_when_over",
    "remove_waiting",
    "resize_quota",
    "settle_order",
    "take_offer",
    "validate_attendee",
]
