"""The words of what can go wrong with documents."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "too_many_documents": _("At most %(limit)s documents. Remove one first."),
    "access_asked": _("Your organisation has asked already."),
    "access_answered": _("This request was answered meanwhile. Look at the page again."),
    "access_missing": _("Your organisation was not let in, so there is nothing to accept yet."),
    "agreement_changed": _("The agreement was changed meanwhile. Read the new text first."),
    "agreement_missing": _("Write the agreement first."),
    "access_own": _("Your organisation posts this challenge and sees its documents anyway."),
    "reason_needed": _("Say why, so that the organisation understands it."),
}
