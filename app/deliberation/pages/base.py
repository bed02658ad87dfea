"""What these pages share: the blueprint, and times that minutes keep as text."""

from datetime import datetime
from fractions import Fraction

from flask import Blueprint

from app.juries.messages import SEATS
from app.web.i18n import format_instant
from challenges.scoring import round_fraction

blueprint = Blueprint("deliberation", __name__)


@blueprint.app_template_filter("kept_instant")
def kept_instant(text: str | None, zone: str) -> str:
    """Return an instant that is kept as text as the reader writes it."""
    return format_instant(datetime.fromisoformat(text), zone) if text else "–"


@blueprint.app_template_filter("kept_mean")
def kept_mean(text: str | None) -> str:
    """Return a mean that is kept as an exact fraction with one decimal."""
    return str(round_fraction(Fraction(text), 1)) if text else "–"


@blueprint.app_template_filter("juror_role")
def juror_role(role: str) -> str:
    """Return in a word what somebody does on a panel."""
    return str(SEATS[role])
