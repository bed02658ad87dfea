"""The words of what can go wrong with reports."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "frozen_meanwhile": _("Somebody else froze the figures at the same moment. Try again."),
    "snapshot_tampered": _(
        "Snapshot %(version)s is not what was frozen (check of its %(reason)s failed). No report "
        "is made from it. Freeze the figures again."
    ),
    "report_not_ready": _("The report of this snapshot is not made yet."),
}
