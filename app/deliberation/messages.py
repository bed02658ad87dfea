"""The words of what can go wrong in a deliberation."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "agreed_already": _("You agreed to these levels already."),
    "in_room_already": _("You are in the room already."),
    "item_not_up": _("This proposal is not up now."),
    "item_over": _("This proposal was dealt with already."),
    "item_up_already": _("Another proposal is up. End it first."),
    "items_left": _("Proposals that were not dealt with yet: %(number)s."),
    "level_unknown": _("A level is a whole number from 0 to 5, for a criterion of the rubric."),
    "minutes_changed": _("The minutes have changed since you read them. Read them again first."),
    "no_levels": _("There are no levels to agree to yet."),
    "not_in_room": _("You are not in the room."),
    "not_time_to_deliberate": _(
        "A panel deliberates while it judges, or before outcomes are told."
    ),
    "nothing_to_deliberate": _("There is no scored proposal to deliberate on."),
    "room_closed": _("The deliberation is closed."),
    "room_open_already": _("The deliberation of this round was opened already."),
    "signed_already": _("You signed this version already."),
    "tied_and_out": _("You are out of the room for this proposal."),
}
