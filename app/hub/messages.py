"""The words of what can go wrong with venue hubs."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "hub_ended": _("This hub was ended. Make another one."),
    "hub_of_other_event": _("This folder is the hub of another event. Name another folder."),
    "hub_required": _("Only a venue hub may send scans here."),
    "main_refuses": _(
        "The main server takes scans from this hub no more. Take the file to the lead instead."
    ),
    "main_unreachable": _(
        "The main server cannot be reached from here. Take the file, or try again later."
    ),
    "not_at_hub": _(
        "This is a venue hub. It checks people in; all else is done on the main server."
    ),
    "nothing_to_send": _("The main server has every scan of this hub."),
    "parcel_of_other_version": _(
        "Another version of Innoday made this parcel. Use the same on both sides."
    ),
    "parcel_unreadable": _("The letters do not open this file, or a part of it is missing."),
    "scans_changed": _("This file was changed after the hub gave it out. Ask for it again."),
    "scans_missing": _("Choose the file that the hub or the phone gave out."),
    "scans_of_other_event": _("These scans were made at another event."),
    "scans_of_other_hub": _("No hub of this event gave this file out."),
    "scans_too_large": _("This file is larger than %(megabytes)s MB: it holds no scans of ours."),
    "scans_unreadable": _("This is no file of scans, or a part of it is missing."),
}
