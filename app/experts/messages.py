"""The words of the pool of experts."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.experts.rules import Audience, Helix

MESSAGES = {
    "already_in_pool": _("Your cluster finds this person in the pool already."),
    "expert_changed_meanwhile": _("Your profile was changed elsewhere. Look at it again first."),
    "topic_unknown": _("There is no topic “%(topic)s”."),
    "years_out_of_order": _("“%(name)s” ends before it begins."),
}
AUDIENCES: dict[Audience, LazyString] = {
    Audience.OWN: _("The clusters that asked me"),
    Audience.PARTNERSHIP: _("Every cluster of the partnership"),
}
HELIXES: dict[Helix, LazyString] = {
    Helix.BUSINESS: _("Business"),
    Helix.RESEARCH: _("Research and education"),
    Helix.PUBLIC: _("Public sector"),
    Helix.SOCIETY: _("Civil society"),
}
