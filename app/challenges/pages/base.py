"""What the pages of challenges share: their blueprint and their words."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.challenges.messages import MESSAGES
from app.challenges.rules.completeness import Gap
from app.challenges.rules.phases import phase_of
from app.core import clock

blueprint = Blueprint("challenges", __name__)

PHASES: dict[str, LazyString] = {
    "draft": _("Draft"),
    "in_review": _("In review"),
    "published": _("Opens soon"),
    "open": _("Open"),
    "closed": _("Closed"),
    "screening": _("Screening"),
    "jury": _("With the jury"),
    "shortlist": _("Shortlist"),
    "decision": _("Decided"),
    "follow_up": _("Follow-up"),
    "archived": _("Archived"),
}
TONES = {"draft": "neutral", "in_review": "warn", "open": "good", "archived": "neutral"}
THEMES: dict[str, LazyString] = {
    "packaging": _("Packaging"),
    "logistics": _("Logistics"),
    "storage": _("Storage"),
    "digital": _("Digital"),
    "green": _("Green transition"),
    "circular": _("Circular economy"),
    "resilience": _("Resilience"),
    "skills": _("Skills"),
    "energy": _("Energy"),
    "health": _("Health"),
    "food": _("Food"),
    "manufacturing": _("Manufacturing"),
}
APPLICANTS: dict[str, LazyString] = {
    "sme": _("Small and medium companies"),
    "startup": _("Start-ups"),
    "research": _("Research teams"),
    "large_company": _("Large companies"),
    "consortium": _("Consortia"),
}
TRANSITIONS: dict[str, LazyString] = {
    "green": _("Green"),
    "digital": _("Digital"),
    "resilience": _("Resilience"),
}
MOVES: dict[str, LazyString] = {
    "draft": _("Send back to the owner"),
    "in_review": _("Take into review"),
    "published": _("Approve and publish"),
    "screening": _("Start screening"),
    "jury": _("Start the jury"),
    "shortlist": _("Start the shortlist"),
    "decision": _("Start deciding"),
    "follow_up": _("Go on to follow-up"),
    "archived": _("Archive"),
}
STEPS = ("draft", "in_review", "published", "open", "screening", "jury", "decision", "follow_up")
_STEP_OF = {"closed": "screening", "shortlist": "jury", "archived": "follow_up"}


def phase_badge(challenge: Any) -> dict[str, Any]:
    """Return the word and the tone that say where a challenge stands now."""
    phase = phase_of(challenge, clock.now())
    return {"key": str(phase), "text": PHASES[phase], "tone": TONES.get(phase, "info")}


def phase_steps(challenge: Any) -> dict[str, Any]:
    """Return the way of a challenge and where it stands on it."""
    phase = str(phase_of(challenge, clock.now()))
    return {"steps": [(key, PHASES[key]) for key in STEPS], "current": _STEP_OF.get(phase, phase)}


def errors_of(gaps: Iterable[Gap]) -> dict[str, list[str]]:
    """Return gaps as messages at the fields of the editor."""
    errors: dict[str, list[str]] = {}
    for gap in gaps:
        errors.setdefault(gap.field, []).append(str(MESSAGES[gap.code]))
    return errors


@blueprint.app_template_filter("challenge_phase")
def challenge_phase(challenge: Any) -> dict[str, Any]:
    """Let templates of every feature show a challenge's phase."""
    return phase_badge(challenge)


@blueprint.app_template_filter("theme_name")
def theme_name(theme: str) -> str:
    """Return the words for a theme."""
    return str(THEMES.get(theme, theme))
