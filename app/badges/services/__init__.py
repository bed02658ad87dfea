"""What can be done about badges."""

from app.badges.services.checking import check_badges
from app.badges.services.looking import change_look, samples
from app.badges.services.printing import put_back, start_badges
from app.badges.services.queueing import (
    add_printer,
    ask_print,
    close_printer,
    note_printed,
    return_print,
    take_next,
    withdraw_print,
)

__all__ = [
    "add_printer",
    "ask_print",
    "change_look",
    "check_badges",
    "close_printer",
    "note_printed",
    "put_back",
    "return_print",
    "samples",
    "start_badges",
    "take_next",
    "withdraw_print",
]
