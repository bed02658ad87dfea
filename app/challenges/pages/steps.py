"""The steps of the editor as pages show them: their names, their addresses, and where each is."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.challenges.messages import MESSAGES
from app.challenges.rules.coaching import Progress
from app.challenges.rules.completeness import Gap
from app.challenges.rules.steps import Step, StepState, states_of, step_of

NAMES: dict[Step, LazyString] = {
    Step.PROBLEM: _l("The problem"),
    Step.OFFER: _l("Outcome and offer"),
    Step.TERMS: _l("Terms and who may apply"),
    Step.CRITERIA: _l("Criteria and questions"),
    Step.SENDING: _l("Dates, check and send"),
}


def url_of(challenge: Any, step: Step, field: str | None = None, **more: Any) -> str:
    """Return the address of a step, or of a field on it with what is wrong there."""
    place: dict[str, Any] = {"check": 1, "_anchor": f"f-{field}"} if field else {}
    return url_for(
        "challenges.edit_step", challenge_id=challenge.id, step=str(step), **place, **more
    )


def track(challenge: Any, found: Progress, here: Step) -> list[dict[str, Any]]:
    """Return the list of steps with what each still needs."""
    return [
        {
            "key": str(state.step),
            "label": NAMES[state.step],
            "url": url_of(challenge, state.step),
            "state": "current" if state.step is here else "done" if state.is_done else "todo",
            "note": _note(state),
        }
        for state in states_of(found)
    ]


def progress_shown(challenge: Any, found: Progress, here: Step) -> dict[str, Any]:
    """Return how far a draft is, as its page shows it and its script reads it."""
    return {
        "done": found.done,
        "total": found.total,
        "missing": points(challenge, found.missing, here),
        "advice": points(challenge, found.advice, here),
        "steps": {str(state.step): _note(state) for state in states_of(found)},
    }


def points(challenge: Any, gaps: Iterable[Gap], here: Step | None = None) -> list[dict[str, str]]:
    """Return what is to do, each with the way to its field."""
    return [_point(challenge, gap, here) for gap in gaps]


def _point(challenge: Any, gap: Gap, here: Step | None) -> dict[str, str]:
    step = step_of(gap.field)
    url = f"#f-{gap.field}" if step is here else url_of(challenge, step, gap.field)
    return {"field": gap.field, "text": str(MESSAGES[gap.code]), "url": url}


def _note(state: StepState) -> str:
    words = ngettext("%(num)s missing", "%(num)s missing", state.missing)
    return _("Complete") if state.is_done else words
