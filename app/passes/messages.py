"""The words of what stands in programmes and on passes."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.passes.rules.calendars import EntryKind

KINDS: dict[EntryKind, LazyString] = {
    EntryKind.DAY: _("Event"),
    EntryKind.SESSION: _("Programme"),
    EntryKind.ADD_ON: _("Your add-on"),
    EntryKind.PITCH: _("Your pitch"),
    EntryKind.JURY: _("You judge"),
}
