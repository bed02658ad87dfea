"""What these pages share: the blueprint, their tabs, and whose event they show."""

from typing import Any

from flask import Blueprint
from flask_babel import format_decimal
from flask_babel import lazy_gettext as _

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.web.guards import actor
from app.web.tabs import board_tab

blueprint = Blueprint("selection", __name__)
board_tab(10, _("Funnel"), "selection.show_funnel", Permission.DRAFT_VIEW)
board_tab(
    20,
    _("Drafts"),
    "selection.list_drafts",
    Permission.DRAFT_VIEW,
    "selection.remind_drafts",
)
board_tab(
    30,
    _("Screening"),
    "selection.arrange_screening",
    Permission.SCREENING_VIEW,
)
POINTS = {
    "kind": _("Its kind of organisation may apply"),
    "size": _("It is a small or medium company"),
    "country": _("Its country, or a partner's, is one of those invited"),
    "trl": _("The solution is mature enough"),
    "words": _("It meets the conditions in the words of the challenge"),
}
FOUND = {"eligible": _("Eligible"), "ineligible": _("Not eligible")}
VERDICTS = {"yes": _("Yes"), "no": _("No"), "unclear": _("Unclear")}
SUGGESTIONS = {
    "yes": _("As declared: yes"),
    "no": _("As declared: no"),
    "unclear": _("Not declared"),
}
BANDS = {
    "begun": _("Less than half"),
    "halfway": _("Half or more"),
    "complete": _("Complete, not handed in"),
}


@blueprint.app_template_filter("one_decimal")
def one_decimal(number: float) -> str:
    """Return a number with one decimal, as the reader writes it."""
    return str(format_decimal(number, "0.0"))


def board_of(slug: str) -> Any:
    """Return an event whose drafts and funnel the actor may see."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.DRAFT_VIEW, event)
    return event
