"""The words of this feature's failures."""

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "already_sending": lazy_gettext("This mail is already on its way."),
}
