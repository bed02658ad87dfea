"""The words of what can go wrong with reports."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "closed_until_told": _(
        "Something ties you to a proposal here. Frozen figures and reports are open to you once "
        "its authors were told the outcome; until then somebody else of the team makes them."
    ),
    "frozen_meanwhile": _("Somebody else froze the figures at the same moment. Try again."),
    "snapshot_digest_differs": _(
        "The content of this snapshot no longer has the digest it was frozen with, so no report "
        "is made from it. Freeze the figures again."
    ),
    "snapshot_unreadable": _(
        "This snapshot cannot be read as it was frozen, so no report is made from it. Freeze the "
        "figures again."
    ),
    "snapshot_mislabelled": _(
        "This snapshot carries another number or reason than it was frozen with, so no report is "
        "made from it. Freeze the figures again."
    ),
    "snapshot_not_recounted": _(
        "Counting the records of this snapshot again gives other figures, so no report is made "
        "from it. Freeze the figures again."
    ),
    "report_not_ready": _("The report of this snapshot is not made yet."),
}
