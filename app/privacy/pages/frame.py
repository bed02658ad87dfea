"""What the pages of privacy share: the blueprint, and words for what the tables declare."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext, ngettext
from flask_babel import gettext as _

from app.privacy import messages

blueprint = Blueprint("privacy", __name__)
YEAR = 365


@blueprint.app_template_filter("kept_for")
def kept_for(days: int | None) -> str:
    """Say how long something is kept."""
    if days is None:
        return str(_("As long as the account"))
    if days >= 2 * YEAR:
        return str(ngettext("%(num)s year", "%(num)s years", days // YEAR))
    return str(ngettext("%(num)s day", "%(num)s days", days))


@blueprint.app_template_filter("declared")
def declared(text: str) -> str:
    """Return what a table declares in the reader's language."""
    return str(gettext(text)) if text else ""


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Give the words of privacy to its templates."""
    return {"privacy_words": messages}
