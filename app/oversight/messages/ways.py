"""By what people sign in, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext


def ways_in(ways: Any) -> list[str]:
    """Return what a person can sign in with; a link by mail is open to everybody."""
    found = []
    if ways.has_password:
        found.append(_("Password, then a code") if ways.has_app else _("Password"))
    if ways.passkeys:
        found.append(ngettext("%(num)d passkey", "%(num)d passkeys", ways.passkeys))
    if ways.external:
        found.append(
            ngettext("%(num)d account elsewhere", "%(num)d accounts elsewhere", ways.external)
        )
    return [*found, _("Link by mail")]
