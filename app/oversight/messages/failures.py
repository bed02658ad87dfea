"""The words of oversight's failures."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "event_unknown": _("There is no such event, or it is not for you."),
}
