"""What calibration and analysis mean, in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from app.juries.pages.frame import blueprint
from app.juries.queries.results import Results

WHOLE = 100  # per cent
POINTS = 20  # percentage points of one point on the scale
REFUSALS: dict[str, LazyString] = {
    "few_proposals": _("%(found)s proposals have scores; %(needed)s are needed."),
    "few_jurors": _("%(found)s jurors have scored; %(needed)s are needed."),
    "disconnected": _(
        "The jurors fall into %(found)s groups that have no proposal in common, so a harsh group "
        "cannot be told from weak proposals. One proposal that two groups both score joins them."
    ),
    "few_scores": _(
        "There are %(found)s scores; %(needed)s are needed to tell jurors and proposals apart."
    ),
    "all_equal": _("Every score is the same."),
}
SIDES: dict[str, LazyString] = {
    "cluster": _("from a cluster of their own"),
    "country": _("from their own country"),
}


@dataclass(frozen=True)
class WinnerWords:
    """The winner card as it is read."""

    headline: str
    meaning: str
    best: str
    ahead: str
    ranks: str
    more: str
    next_title: str
    is_separable: bool


def refusal_words(refusal: Any) -> str:
    """Return why there is no calibration; nothing when there is one."""
    if refusal is None:
        return ""
    return str(REFUSALS[refusal.code]) % {"found": refusal.found, "needed": refusal.needed}


def winner_words(model: Any, results: Results) -> WinnerWords | None:
    """Return the winner card in words; None without a model."""
    if model is None:
        return None
    titles = {row.rank.proposal: row.title for row in results.rows}
    card = model.winner
    first, second = titles[card.first], titles[card.second]
    return WinnerWords(
        headline=_headline(card, first, second),
        meaning=_plain_mean(card, results, titles),
        best=percent(card.best),
        ahead=percent(card.ahead),
        ranks=span(card.rank_from, card.rank_to),
        more=_more(card),
        next_title=titles[card.next_score],
        is_separable=card.is_separable,
    )


def _headline(card: Any, first: str, second: str) -> str:
    if card.is_separable:
        return gettext("“%(first)s” stands apart from all others", first=first)
    return gettext(
        "“%(first)s” leads, but cannot be told from “%(second)s” yet", first=first, second=second
    )


def _plain_mean(card: Any, results: Results, titles: dict[str, str]) -> str:
    winners = [row.rank.proposal for row in results.rows if row.rank.rank == 1]
    if winners == [card.first]:
        return gettext("The plain mean has the same first place.")
    names = ", ".join(f"“{titles[key]}”" for key in winners)
    return gettext("By the plain mean, which decides, the first place is %(names)s.", names=names)


def _more(card: Any) -> str:
    if card.more_each == 0:
        return gettext("none")
    if card.more_each is None:
        return gettext("more than a jury can give")
    return ngettext("one more each", "%(num)s more each", card.more_each)


def percent(share: Decimal) -> str:
    """Return a share as whole per cent; what is not quite all or nothing stays so."""
    shown = round(share * 100)
    if shown == WHOLE and share < 1:
        return "> 99 %"
    if shown == 0 and share > 0:
        return "< 1 %"
    return f"{shown} %"


def span(low: int, high: int) -> str:
    """Return a range of ranks."""
    return str(low) if low == high else f"{low}–{high}"


def points(value: Decimal) -> str:
    """Return a difference on the scale as percentage points, with its sign."""
    shown = round(value * POINTS, 1)
    return f"{shown:+}".replace("-", "−") if shown else "0.0"


@blueprint.app_template_filter("place_beside")
def place_beside(place: int, plain: int) -> str:
    """Return a calibrated rank with the places that it differs by from the plain one."""
    if place == plain:
        return gettext("rank %(place)s", place=place)
    moved = f"{plain - place:+}".replace("-", "−")
    return gettext("rank %(place)s (%(moved)s)", place=place, moved=moved)
