"""What the pages of oversight share: the blueprint, and the operator's tabs."""

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

blueprint = Blueprint("oversight", __name__)
Page = tuple[str, int] | Response


def admin_tabs(current: str | None = None) -> list[dict[str, Any]]:
    """Return the parts of the operator's place; a page without a tab names the one it is under."""
    here = current or request.endpoint
    parts = [
        ("oversight.admin", _("Health")),
        ("oversight.admin_people", _("People")),
        ("oversight.admin_organisations", _("Organisations")),
        ("oversight.clusters", _("Clusters")),
        ("oversight.admin_settings", _("Settings")),
        ("oversight.break_glass", _("Break-glass")),
        ("oversight.admin_log", _("Log")),
    ]
    return [
        {"label": label, "url": url_for(endpoint), "is_current": endpoint == here}
        for endpoint, label in parts
    ]
