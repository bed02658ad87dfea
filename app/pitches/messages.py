"""The words of what can go wrong on a pitch day."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "another_pitch_open": _("Another pitch is open. Close it first."),
    "choice_unknown": _("Choose among the pitches, each at most once."),
    "nothing_chosen": _("Choose at least one pitch."),
    "pass_over": _("This code has been used or has run out. Ask the organiser for a new one."),
    "pitch_closed": _("This pitch is closed. Your marks came too late and do not count."),
    "pitch_given": _("This pitch was given already, so it keeps its place."),
    "pitch_not_open": _("This pitch is not open. Marks count once it has begun."),
    "round_not_pitch": _("Only a round of kind pitch has a pitch day."),
    "too_many_chosen": _("Choose at most %(most)s pitches."),
    "vote_begun": _("The vote has begun, so its rule stands."),
    "vote_not_open": _("This vote is not open."),
    "voted_already": _("This badge has voted already."),
}
