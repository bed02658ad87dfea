"""What the pages of seats share: their blueprint, their tab and their words."""

from typing import Any

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.core.permissions import Permission
from app.seats.rules import SeatsState
from app.web.tabs import ticket_tab

blueprint = Blueprint("seats", __name__)
ticket_tab(37, _("Companies"), "seats.list_seats", Permission.TICKET_MANAGE, "seats.manage_seats")
STATES: dict[str, tuple[LazyString, str]] = {
    SeatsState.OPEN: (_("Open"), "good"),
    SeatsState.OVER: (_("Over"), "neutral"),
    SeatsState.REVOKED: (_("Revoked"), "bad"),
}


@blueprint.app_template_filter("seats_state")
def seats_state(state: str) -> dict[str, Any]:
    """Return word and tone of whether a company can still fill its seats."""
    text, tone = STATES[state]
    return {"text": text, "tone": tone}
