"""The words of supporting participants."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "no_addresses": _("No line holds an e-mail address. Write one address on each line."),
    "too_many_addresses": _("These are %(count)s addresses. Invite at most %(most)s at a time."),
    "invited_enough": _(
        "Your cluster has sent %(most)s invitations within a day. Go on tomorrow, so that mail "
        "servers do not take them for junk."
    ),
    "address_held": _("This address gets no mail from us for now."),
    "figures_not_read": _("There are no figures yet. They are read every night."),
    "participant_invitation_over": _(
        "This invitation is over. Register on the page of the event, or ask for a new one."
    ),
    "nobody_to_write_to": _("Your cluster has no participants with a valid ticket yet."),
    "recipients_changed": _("Meanwhile there are others to write to. Look at the mail once more."),
    "written_enough": _(
        "Your cluster has written to its participants %(most)s times within a day. "
        "Write again tomorrow."
    ),
}
RESULTS: dict[str, tuple[LazyString, str]] = {
    "invited": (_("Invited"), "good"),
    "waiting": (_("Invited before, and not answered yet"), "info"),
    "registered": (_("Has registered already"), "neutral"),
    "held": (_("Gets no mail from us for now"), "neutral"),
    "unreadable": (_("Not an e-mail address"), "bad"),
}
STATES: dict[str, tuple[LazyString, str]] = {
    "open": (_("Waits for an answer"), "info"),
    "used": (_("Registered"), "good"),
    "withdrawn": (_("Withdrawn"), "neutral"),
    "expired": (_("Has expired"), "warn"),
}
