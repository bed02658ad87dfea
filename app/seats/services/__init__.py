"""What can be done with the seats of companies."""

from app.seats.services.filling import (
    accept_invitation,
    change_name,
    fill_seat,
    invite,
    resend_invitation,
    withdraw_invitation,
    withdraw_name,
)
from app.seats.services.giving import change_seats, give_seats, renew_link, revoke_seats, take_group

__all__ = [
    "accept_invitation",
    "change_name",
    "change_seats",
    "fill_seat",
    "give_seats",
    "invite",
    "renew_link",
    "resend_invitation",
    "revoke_seats",
    "take_group",
    "withdraw_invitation",
    "withdraw_name",
]
