"""The words of what can go wrong with lists of registrations, and of what they show."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.registrations.rules.acts import Act
from app.registrations.rules.columns import Column

MESSAGES: dict[str, LazyString] = {
    "view_taken": _("You have a view of that name already. Choose another one."),
    "views_enough": _("At most %(most)s views for each event. Delete one first."),
    "channel_taken": _("There is a link of that name already."),
    "channel_wrong": _(
        "1 to 40 small letters, digits and hyphens; not web, api or import, which are ours."
    ),
    "links_enough": _("At most %(most)s links for each event. Remove one first."),
    "ticket_needed": _("Say which ticket they get, or which column names it."),
    "import_not_undone": _("This import runs, was never started or is taken back already."),
    "nobody_chosen": _("Tick people on the list first, or choose all that it finds."),
    "too_many_chosen": _("At most %(most)s at once. Narrow the list."),
    "target_needed": _("Choose what they get instead."),
    "nothing_to_do": _("It can be done with none of them."),
    "same_cluster": _("They are with that cluster already."),
    "same_type": _("It is of that ticket type already."),
    "type_with_price": _("A ticket with a price cannot change: cancel it and register again."),
    "type_with_add_ons": _("A ticket with add-ons cannot change."),
    "not_doubles": _("One of the two is no longer valid. Look at the list once more."),
    "double_settled": _("These two were settled already."),
    "cell_link": _("Write a name without an address on the web."),
    "cell_no_ticket": _("No ticket type of this event is called that."),
    "cell_sold_out": _("No places are left for this ticket."),
    "cell_kind_unknown": _("Unknown; taken as “Other”."),
    "ticket_there": _("This person has a ticket already."),
    "email_there": _("Somebody with another name has a ticket under this address."),
}
FIELDS: dict[str, LazyString] = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "name": _("Whole name"),
    "email": _("E-mail"),
    "organisation_name": _("Organisation"),
    "organisation_kind": _("Kind of organisation"),
    "country": _("Country"),
    "ticket_type": _("Ticket"),
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
ACTS: dict[Act, LazyString] = {
    Act.RESEND: _("Send the ticket by mail"),
    Act.CHANGE_TYPE: _("Change the ticket type"),
    Act.HAND_OVER: _("Hand over to a cluster"),
    Act.CANCEL: _("Cancel the tickets"),
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
