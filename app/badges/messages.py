"""The words of what can go wrong with badges."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "no_badges": _("There are no valid tickets to print badges for."),
}
