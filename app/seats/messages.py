"""The words of what can go wrong with the seats of companies."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "seats_filled": _("All seats are filled or promised. Withdraw a name or an invitation first."),
    "seats_over": _("The cut-off is over, or the seats were revoked. Ask the organiser."),
    "seats_below_filled": _(
        "%(least)s seats are filled, promised or returned. There cannot be fewer."
    ),
    "not_for_groups": _("No group can take places of this ticket. Choose another."),
    "group_size": _("A group has from %(least)s to %(most)s people."),
    "seats_until_past": _("Choose a time that is still to come, before the event ends."),
    "seat_invitation_over": _("This invitation was used or withdrawn."),
    "seat_withdrawn": _("This name was withdrawn already."),
}
