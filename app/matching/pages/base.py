"""What the pages of matching share: their blueprint, and reasons in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from app.identity.messages import ecosystem_label, priority_label
from app.identity.rules.nace import activity_label
from challenges.matching import ReasonKind

blueprint = Blueprint("matching", __name__)


@blueprint.app_template_filter("match_reasons")
def match_reasons(reasons: Iterable[Sequence[Any]]) -> list[str]:
    """Return why two suit each other, each kind of evidence as one line."""
    return [_line(str(kind), [str(one) for one in what]) for kind, what in reasons]


def _line(kind: str, what: list[str]) -> str:
    if kind == ReasonKind.KEYWORDS:
        return _("Shared keywords: %(words)s", words=", ".join(what))
    if kind == ReasonKind.WORDS:
        return _("Words in both texts: %(words)s", words=", ".join(what))
    if kind == ReasonKind.SECTOR:
        return _("Same sector: %(words)s", words="; ".join(map(activity_label, what)))
    if kind == ReasonKind.ECOSYSTEM:
        return _("Same ecosystem: %(words)s", words=", ".join(map(ecosystem_label, what)))
    return _("Same specialisation: %(words)s", words=", ".join(map(priority_label, what)))
