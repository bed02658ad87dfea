"""What the pages of oversight share: the blueprint, and the operator's tabs."""

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

blueprint = Blueprint("oversight", __name__)
Page = tuple[str, int] | Response


def admin_tabs() -> list[dict[str, Any]]:
    """Return the parts of the operator's place."""
    parts = [
        ("oversight.break_glass", _("Break-glass")),
        ("oversight.admin_log", _("Log")),
    ]
    return [
        {"label": label, "url": url_for(endpoint), "is_current": endpoint == request.endpoint}
        for endpoint, label in parts
    ]
