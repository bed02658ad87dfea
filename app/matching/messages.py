"""The words of what can go wrong with suggestions and invitations to challenges."""

from flask_babel import lazy_gettext as _

MESSAGES = {
    "invited_to_challenge_already": _("This organisation is invited already."),
    "invited_at_once": _("Somebody invited at the same moment. Try again."),
    "invitations_spent": _("This challenge has sent its %(most)s invitations of today."),
    "invitations_unwanted": _("This organisation does not want invitations to challenges."),
    "not_a_candidate": _("This organisation cannot apply to this challenge."),
    "challenge_takes_none": _("This challenge takes no more proposals."),
    "challenge_invitation_answered": _("This invitation is answered already."),
}
