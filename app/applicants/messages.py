"""The words of what can go wrong with an applicant file."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "too_many_attachments": _("At most %(limit)s files. Remove one first."),
}
