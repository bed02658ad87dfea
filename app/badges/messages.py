"""The words of what can go wrong with badges, and of why one is printed again."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.badges.rules.preflight import Trouble
from app.badges.rules.prints import ReprintReason

MESSAGES: dict[str, LazyString] = {
    "no_badges": _("Nobody is left whose badge could be printed. Choose others."),
    "reprint_reason": _("%(count)s of these badges were printed before. Say why they are again."),
    "badge_not_valid": _("This ticket is not valid, so it has no badge."),
    "print_waits": _("This badge waits at a printer already."),
    "print_asked": _("Somebody has just asked for some of these badges. Look again."),
    "print_moved_on": _("This badge is printed already, or no longer wanted."),
    "put_back_already": _("These badges were put back already."),
    "printer_name_taken": _("There is a printer of this name already."),
    "printer_closed": _("This printer is not used any more."),
    "too_many_printers": _("There can be %(most)s printers at most."),
}
TROUBLES: dict[str, LazyString] = {
    Trouble.CUT: _("A name is too long and is cut."),
    Trouble.SMALL: _("A name is printed very small."),
    Trouble.LETTERS: _("Our font lacks a letter; another is used, and nobody measured it."),
}
REASONS: dict[str, LazyString] = {
    ReprintReason.LOST: _("Lost"),
    ReprintReason.DAMAGED: _("Damaged"),
    ReprintReason.CORRECTED: _("Something on it was corrected"),
    ReprintReason.PRINTER: _("The printer failed"),
    ReprintReason.OTHER: _("Another reason"),
}
