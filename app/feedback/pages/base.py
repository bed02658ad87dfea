"""What these pages share: the blueprint, their tab and their words."""

from typing import Any

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.feedback.rules.certificates import shown_code
from app.feedback.rules.replying import state_of
from app.juries.queries import panel
from app.proposals.queries import refuse_tied
from app.web.guards import actor

blueprint = Blueprint("feedback", __name__)

LEAKS: dict[str, LazyString] = {
    "juror": _("Names a juror"),
    "applicant": _("Names another applicant"),
    "contact": _("Holds an address or a telephone number"),
    "score": _("Tells a mark or another score"),
}
PARTS: dict[str, LazyString] = {"reason": _("In the reason"), "feedback": _("In the comment")}
KINDS: dict[str, LazyString] = {
    "reply": _("A reply: our view of the feedback, for the record"),
    "appeal": _("An appeal: we ask for the decision to be looked at again"),
}
SHORT_KINDS: dict[str, LazyString] = {"reply": _("Reply"), "appeal": _("Appeal")}
FINDINGS: dict[str, LazyString] = {
    "upheld": _("The appeal is upheld"),
    "rejected": _("The appeal is rejected"),
    "noted": _("Noted"),
}
STATES: dict[str, tuple[LazyString, str]] = {
    "sent": (_("Waits to be given to a reader"), "warn"),
    "routed": (_("With its reader"), "info"),
    "answered": (_("Answered"), "good"),
}
ROLES: dict[str, LazyString] = {"juror": _("Juror"), "lead": _("Organiser")}


@blueprint.app_template_filter("reply_state")
def reply_state(reply: Any) -> tuple[LazyString, str]:
    """Return how far a reply is in words, with its tone."""
    return STATES[state_of(reply)]


@blueprint.app_template_filter("reply_kind")
def reply_kind(kind: str) -> str:
    """Return in a word what authors sent."""
    return str(SHORT_KINDS[kind])


@blueprint.app_template_filter("reply_finding")
def reply_finding(finding: str) -> str:
    """Return in words what came of a reply."""
    return str(FINDINGS[finding])


blueprint.add_app_template_filter(shown_code, "certificate_code")


def judged(slug: str, challenge_id: int) -> tuple[Any, Any]:
    """Return an event and its challenge, whose jury the reader runs and is not tied to."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    refuse_tied(actor(), [challenge.id])
    return event, challenge
