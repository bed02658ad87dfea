"""The words of oversight's failures."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.oversight.rules import GlassState

GLASS_STATES: dict[str, tuple[LazyString, str]] = {
    GlassState.OPEN: (_("Open"), "warn"),
    GlassState.ENDED: (_("Ended"), "neutral"),
    GlassState.EXPIRED: (_("Over"), "neutral"),
}
MESSAGES: dict[str, LazyString] = {
    "glass_over": _("This view is over already."),
    "event_unknown": _("There is no such event, or it is not for you."),
}
