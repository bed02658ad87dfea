"""What the pages of badges share: their blueprint, their tab and their words."""

from typing import Any

from flask import Blueprint, Response
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.badges.rules.prints import PrintState
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.web.downloads import show_pdf
from app.web.guards import actor
from app.web.headers import POLICY, csp_nonce
from app.web.tabs import ticket_tab

blueprint = Blueprint("badges", __name__)
IN_FRAME = "default-src 'none'; frame-ancestors 'self'"
ticket_tab(
    40,
    _("Badges"),
    "badges.choose",
    Permission.BADGE_PRINT,
    "badges.show_printer",
    "badges.check",
    "badges.change_look",
    "badges.manage_keys",
)
STATES: dict[str, tuple[LazyString, str]] = {
    PrintState.WAITING: (_("Waits"), "info"),
    PrintState.TAKEN: (_("Being printed"), "warn"),
    PrintState.PRINTED: (_("Printed"), "good"),
    PrintState.WITHDRAWN: (_("Taken back"), "neutral"),
}


def managed(slug: str, permission: Permission = Permission.BADGE_PRINT) -> Any:
    """Return an event whose badges the reader prints, or decides on."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event


@blueprint.app_template_filter("print_state")
def print_state(state: str) -> dict[str, Any]:
    """Return word and tone of how far a badge is on its way to paper."""
    text, tone = STATES[state]
    return {"text": text, "tone": tone}


def framed(made: bytes, name: str) -> Response:
    """Answer with a PDF that a page of ours shows in a frame."""
    response = show_pdf(made, name)
    response.headers["Content-Security-Policy"] = IN_FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def holding_frames(response: Response) -> Response:
    """Let a page hold frames of ours."""
    policy = POLICY.format(nonce=csp_nonce()) + "; frame-src 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response
