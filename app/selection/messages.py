"""The words of what can go wrong between a draft and the shortlist."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "nobody_to_remind": _("No draft of this challenge is left that was not reminded today."),
    "reminded_today": _("Somebody else has reminded them a moment ago."),
    "checklist_says_no": _(
        "A point of the checklist says no. Change it first, or find the proposal not eligible."
    ),
    "checklist_names_no_ground": _(
        "No point of the checklist says no. Say first which condition is not met."
    ),
    "checklist_unclear": _(
        "A point of the checklist is unclear. Say why the proposal is eligible all the same."
    ),
    "no_such_point": _("This point is not on the checklist any more. Look at it once more."),
    "screening_over": _("This challenge is past its screening."),
    "reply_over": _("The time to reply is over, or somebody of your organisation has replied."),
    "nothing_to_confirm": _("There is no reply that waits for an answer."),
    "replies_open": _(
        "Authors found not eligible can still reply, or have replied and wait: %(number)s. "
        "Answer them, or wait until their time is over."
    ),
    "too_many_points": _("At most %(most)s points of your own."),
    "point_too_long": _("A point has at most %(most)s characters."),
    "no_such_link": _("This link is not found any more. Look at the page once more."),
    "link_dismissed": _("Somebody else has dismissed this link a moment ago."),
    "drafts_changed": _("Meanwhile there are other drafts. Look at the mail once more."),
}
