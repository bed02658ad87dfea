"""What these pages share: the blueprint and the words of marks."""

from flask import Blueprint
from flask_babel import lazy_gettext as _

from app.comparison.rules import Mark, Order

blueprint = Blueprint("comparison", __name__)

MARKS = {Mark.KEEP: _("Keep"), Mark.MAYBE: _("Maybe"), Mark.NO: _("No")}
TONES = {Mark.KEEP: "good", Mark.MAYBE: "warn", Mark.NO: "neutral"}
ORDERS = {
    Order.MARK: _("Best mark first"),
    Order.SUBMITTED: _("In the order of arrival"),
    Order.ORGANISATION: _("By organisation"),
}


@blueprint.app_template_filter("proposal_mark")
def proposal_mark(mark: str) -> dict[str, str]:
    """Return the word and the tone of a mark."""
    return {"text": str(MARKS[Mark(mark)]), "tone": TONES[Mark(mark)]}
