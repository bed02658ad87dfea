"""The words of a proposal's way: what each step is called, and when it was or will be."""

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.proposals.pages.base import blueprint
from app.proposals.rules.timeline import Step, StepState
from app.web.i18n import format_day, format_deadline, format_instant

DONE: dict[str, LazyString] = {
    "begun": _l("Started"),
    "submitted": _l("Submitted"),
    "withdrawn": _l("Withdrawn"),
    "called_off": _l("The challenge was called off"),
    "missed": _l("The deadline passed; it was not submitted"),
    "deadline": _l("Deadline passed"),
    "screening": _l("Eligibility checked"),
    "ineligible": _l("Not eligible"),
    "reply": _l("You replied"),
    "jury": _l("The jury scored"),
    "shortlist": _l("Shortlist made"),
    "selected": _l("Selected"),
    "not_selected": _l("Not selected"),
    "follow_up": _l("Followed up"),
}
AHEAD: dict[str, LazyString] = {
    "submitted": _l("Submit it"),
    "deadline": _l("You can still change it and submit again"),
    "screening": _l("Organisers check who is eligible"),
    "reply": _l("Found not eligible: you can reply once"),
    "answer": _l("The organisers answer your reply"),
    "jury": _l("The jury scores"),
    "shortlist": _l("The best are shortlisted"),
    "decision": _l("Decision"),
    "follow_up": _l("Follow-up: both sides are asked what became of it"),
}
TONES = {StepState.DONE: "good", StepState.NOW: "info", StepState.ENDED: "warn"}
BAD = frozenset({"ineligible", "missed"})


@blueprint.app_template_filter("way_words")
def way_words(steps: tuple[Step, ...], zone: str) -> list[dict[str, Any]]:
    """Return the steps of a way as the timeline shows them."""
    return [words_of(step, zone) for step in steps]


@blueprint.app_template_filter("step_words")
def words_of(step: Step, zone: str) -> dict[str, Any]:
    """Return what a step is called, when it is, and its tone."""
    is_ahead = step.state in (StepState.NOW, StepState.NEXT)
    words = (AHEAD if is_ahead else DONE)[step.code]
    tone = "bad" if step.code in BAD else TONES.get(step.state, "neutral")
    return {"title": str(words), "when": _when(step, zone), "tone": tone}


def _when(step: Step, zone: str) -> str:
    if step.at is not None:
        return format_instant(step.at, zone)
    if step.until is not None:
        return _("Now, until %(time)s", time=format_deadline(step.until, zone))
    if step.on is not None:
        promised = format_day(step.on, zone)
        return _("By %(day)s", day=promised)
    if step.state is StepState.NOW:
        return _("Now")
    return _("Then") if step.state is StepState.NEXT else "–"
