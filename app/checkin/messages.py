"""The words of what can go wrong at the door."""

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "gate_taken": lazy_gettext("There is a gate of this name already."),
    "pairing_over": lazy_gettext(
        "This link has been used or has run out. Ask the organiser for a new one."
    ),
    "scanner_required": lazy_gettext("Only a paired scanner may send scans."),
    "too_many_scans": lazy_gettext("Send at most %(most)s scans at a time."),
    "not_admitted": lazy_gettext("This ticket opens no door: it was cancelled."),
    "already_in": lazy_gettext("This person has been let in already."),
    "not_today": lazy_gettext("The doors are not open today."),
}
