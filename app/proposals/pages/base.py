"""What the pages of proposals share: their blueprint and their words."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.proposals.messages import MESSAGES
from app.proposals.rules import Check, Problem, check_eligibility

blueprint = Blueprint("proposals", __name__)

STATES: dict[str, LazyString] = {
    "draft": _("Draft"),
    "submitted": _("Submitted"),
    "withdrawn": _("Withdrawn"),
    "ineligible": _("Not eligible"),
    "eligible": _("Eligible"),
    "in_jury": _("With the jury"),
    "called_off": _("Called off"),
    "shortlisted": _("On the shortlist"),
    "selected": _("Selected"),
    "not_selected": _("Not selected"),
}
TONES = {
    "submitted": "good",
    "eligible": "info",
    "in_jury": "info",
    "shortlisted": "info",
    "selected": "good",
    "ineligible": "bad",
    "called_off": "warn",
}
CHECKS: dict[tuple[str, bool], LazyString] = {
    ("kind", True): _("Your kind of organisation may apply."),
    ("kind", False): _("Your kind of organisation is not among those who may apply."),
    ("country", True): _("Your country, or a partner's, is one of those invited."),
    ("country", False): _("Neither your country nor a partner's is one of those invited."),
    ("trl", True): _("Your solution is mature enough."),
    ("trl", False): _("Your solution is less mature than asked for, or you have not said."),
}
CHECKS_OF_OTHERS: dict[tuple[str, bool], LazyString] = {
    ("kind", True): _("This kind of organisation may apply."),
    ("kind", False): _("This kind of organisation is not among those who may apply."),
    ("country", True): _("Its country, or a partner's, is one of those invited."),
    ("country", False): _("Neither its country nor a partner's is one of those invited."),
    ("trl", True): _("The solution is mature enough."),
    ("trl", False): _("The solution is less mature than asked for, or its maturity is not said."),
}


def errors_of(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Return problems as messages at the fields of the editor."""
    return {one.field: [str(MESSAGES[one.code]) % dict(one.params)] for one in problems}


def eligibility_of(proposal: Any, *, own: bool = True) -> list[dict[str, Any]]:
    """Return the conditions of the challenge, each in words for the author or for others."""
    words = CHECKS if own else CHECKS_OF_OTHERS
    return [
        {"text": words[check.code, check.is_met], "is_met": check.is_met}
        for check in _checks(proposal)
    ]


def _checks(proposal: Any) -> tuple[Check, ...]:
    return check_eligibility(proposal.challenge, proposal.organisation, proposal)


@blueprint.app_template_filter("proposal_state")
def proposal_state(state: str) -> dict[str, Any]:
    """Return the word and the tone of a state."""
    return {"key": state, "text": STATES.get(state, state), "tone": TONES.get(state, "neutral")}


@blueprint.app_template_filter("filesize")
def file_size(size: int) -> str:
    """Return a size as people read it."""
    if size < 1000:  # noqa: PLR2004 - bytes up to a kilobyte
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"  # noqa: PLR2004
