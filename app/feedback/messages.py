"""The words of what can go wrong after the decision."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "feedback_leaks": _(
        "Letters that name somebody or somebody's score: %(number)s. Look at them on the page "
        "of the letters before everyone is told."
    ),
    "finding_unfit": _("An appeal is upheld or rejected; a reply is noted."),
    "reader_unfit": _("This person judged the proposal, decided on it or has a tie to it."),
    "reason_too_long": _("A reason has at most %(most)s characters."),
    "reason_unknown": _("This reason is not on the list of the event."),
    "replied_already": _("There is a reply to this outcome already. Each proposal has one."),
    "reply_answered": _("This reply was answered already."),
    "reply_time_over": _("The time to reply is over."),
    "too_many_reasons": _("At most %(most)s reasons."),
}
