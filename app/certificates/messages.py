"""The words of what can go wrong with certificates of attendance."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "certificates_off": _("Certificates are switched off. Switch them on and save first."),
    "certificates_too_early": _("Certificates can be sent on the day after the event."),
    "certificates_nobody": _("Nobody has attended anything that counts."),
    "certificate_issued": _("Somebody has just issued this certificate. Look again."),
    "signatory_missing": _("Say who signs before you switch certificates on."),
}
