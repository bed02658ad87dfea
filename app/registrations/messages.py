"""The words of what can go wrong with lists of registrations, and of what they show."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.registrations.rules.columns import Column

MESSAGES: dict[str, LazyString] = {
    "view_taken": _("You have a view of that name already. Choose another one."),
    "views_enough": _("At most %(most)s views for each event. Delete one first."),
    "channel_taken": _("There is a link of that name already."),
    "channel_wrong": _(
        "1 to 40 small letters, digits and hyphens; not web, api or import, which are ours."
    ),
    "links_enough": _("At most %(most)s links for each event. Remove one first."),
}
COLUMNS: dict[Column, LazyString] = {
    Column.ORGANISATION: _("Organisation"),
    Column.KIND: _("Kind of organisation"),
    Column.COUNTRY: _("Country"),
    Column.TICKET: _("Ticket"),
    Column.STATE: _("State"),
    Column.EMAIL: _("E-mail"),
    Column.CAME: _("Came"),
    Column.CHANNEL: _("Channel"),
    Column.SUPPORTED: _("Supported by"),
    Column.CONFIRMED: _("Confirmed"),
    Column.REGISTERED: _("Registered"),
}
CHANNELS: dict[str, LazyString] = {
    "web": _("Registration page"),
    "api": _("Through the API"),
    "import": _("Imported"),
    "walk_in": _("At the badge desk"),
}


def channel_words(channel: str) -> str:
    """Return the words for a channel; a campaign's is its own name."""
    return str(CHANNELS.get(channel, channel))
