"""What the pages of documents share: their blueprint and their words."""

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

blueprint = Blueprint("documents", __name__)
PATH = "/challenges/<id:challenge_id>"

TIERS: dict[str, LazyString] = {
    "public": _("Everybody"),
    "registered": _("Signed-in people"),
    "agreement": _("Organisations let in, under the agreement"),
    "closed": _("Your organisation and the jury"),
}
STATES: dict[str, tuple[LazyString, str]] = {
    "asked": (_("Waits for an answer"), "warn"),
    "confirmed": (_("Let in"), "good"),
    "refused": (_("Refused"), "neutral"),
    "withdrawn": (_("Taken back"), "neutral"),
}
