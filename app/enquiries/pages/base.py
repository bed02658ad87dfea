"""What the pages of questions share: their blueprint, their words and their clock."""

from typing import Any

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.core import clock
from app.enquiries.rules import Audience, clock_of, takes_questions

blueprint = Blueprint("enquiries", __name__)

AUDIENCES: dict[str, LazyString] = {
    Audience.ALL: _("Everybody: it is published with the next answers, without who asked"),
    Audience.ASKER: _("Only whoever asked: the answer holds what is theirs alone"),
}
STATES: dict[str, tuple[LazyString, str]] = {
    "open": (_("Waits for an answer"), "warn"),
    "answered": (_("Answered, not published"), "info"),
    "published": (_("Answered to all"), "good"),
    "private": (_("Answered to you alone"), "good"),
}


def clock_context(challenge: Any) -> dict[str, Any]:
    """Return the clock of a challenge's questions as pages show it."""
    zone = challenge.event.timezone
    return {
        "clock": clock_of(challenge, zone),
        "is_taking": takes_questions(challenge, zone, clock.now()),
    }
