"""The words of what can go wrong between a draft and the shortlist."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "nobody_to_remind": _("No draft of this challenge is left that was not reminded today."),
    "reminded_today": _("Somebody else has reminded them a moment ago."),
    "drafts_changed": _("Meanwhile there are other drafts. Look at the mail once more."),
}
