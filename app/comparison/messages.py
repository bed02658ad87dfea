"""The words of what can go wrong when proposals are compared."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "too_many_compared": _("Choose at most %(most)s proposals."),
    "nothing_compared": _("Choose two to four proposals."),
}
