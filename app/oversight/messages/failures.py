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
    "disabled_already": _("This account is closed."),
    "dismiss_first": _("This is an operator: dismiss them first."),
    "last_operator": _("Somebody has to stay: this is the last operator."),
    "no_operator": _("This person is no operator."),
    "not_disabled": _("This account is open."),
    "not_oneself": _("Ask another operator to do that to your own account."),
    "set_up_already": _("This installation is set up already."),
    "setup_code_wrong": _("This is not the code that the terminal shows."),
    "task_unknown": _("This version of Innoday has no such job any more."),
    "glass_over": _("This view is over already."),
    "event_unknown": _("There is no such event, or it is not for you."),
}
