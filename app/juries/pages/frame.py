"""What the pages of juries share: their blueprint, their words, their tabs."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from app.juries.queries.results import ResultRow
from app.juries.queries.ties import LateTie
from app.web.i18n import format_day
from app.web.tabs import Place, Tab
from challenges.ranking import TieRule

blueprint = Blueprint("juries", __name__)
CHALLENGE = Place(
    _("Parts of the jury of a challenge"),
    [
        Tab(_("Ranking"), "juries.view_ranking"),
        Tab(_("Who judges what"), "juries.view_assignments"),
    ],
)

OUTCOMES: dict[str, LazyString] = {
    "selected": _("Selected"),
    "shortlisted": _("Shortlisted"),
    "not_selected": _("Not selected"),
}
OUTCOME_TONES = {"selected": "good", "shortlisted": "info", "not_selected": "neutral"}
RELATIONS: dict[str, LazyString] = {
    "employment": _("I work or worked for them, or applied to"),
    "family": _("Family or a close friend is involved"),
    "financial": _("I have shares, a loan or another financial interest"),
    "cooperation": _("We work together, or are about to"),
    "competition": _("We compete with each other"),
    "other": _("Something else"),
}
KINDS: dict[str, LazyString] = {
    "organisation": _("Same organisation"),
    "membership": _("Member of the organisation"),
    "email_domain": _("Same e-mail domain"),
    "employment": _("Employment"),
    "family": _("Family or friendship"),
    "financial": _("Financial interest"),
    "cooperation": _("Cooperation"),
    "competition": _("Competition"),
    "other": _("Other"),
}
SOURCES: dict[str, LazyString] = {
    "detected": _("Found in the records"),
    "juror": _("Declared by the juror"),
    "organiser": _("Entered by an organiser"),
}
TIE_RULES: dict[str, LazyString] = {
    TieRule.HEAVIEST_CRITERION: _("higher mean on the heaviest criterion"),
    TieRule.LOWER_SPREAD: _("jurors closer together"),
    TieRule.MORE_SCORECARDS: _("more scorecards"),
}


@blueprint.app_template_filter("outcome_name")
def outcome_name(outcome: str) -> str:
    """Return the words for an outcome."""
    return str(OUTCOMES.get(outcome, outcome))


def why(row: ResultRow, titles: Mapping[str, str]) -> str:
    """Return in words why a proposal has its rank; nothing when the score alone says it."""
    place = row.rank
    if place.rank is None:
        return gettext("No scorecard yet")
    if place.tied_with:
        others = ", ".join(titles[key] for key in place.tied_with)
        return gettext("Shares its rank with %(others)s: no rule separates them", others=others)
    if place.tie_rule is not None:
        return gettext("Equal score, placed by: %(rule)s", rule=TIE_RULES[place.tie_rule])
    return ""


def late_tie(tie: LateTie, zone: str) -> str:
    """Return in words what ties a juror to a proposer, and since when."""
    if tie.since is None:
        return gettext(
            "The panel lists %(juror)s under %(organisation)s, which made “%(title)s”.",
            juror=tie.juror,
            organisation=tie.organisation,
            title=tie.title,
        )
    return gettext(
        "Since %(day)s, %(juror)s belongs to %(organisation)s, which made “%(title)s”.",
        day=format_day(tie.since, zone),
        juror=tie.juror,
        organisation=tie.organisation,
        title=tie.title,
    )


def infeasibility(
    reason: Mapping[str, Any], jurors: Mapping[str, str], titles: Mapping[str, str]
) -> str:
    """Return in words why proposals cannot be assigned, and so what to change."""
    params: dict[str, str] = reason["params"]
    juror = jurors.get(params.get("juror", ""), gettext("a juror who left"))
    title = titles.get(params.get("proposal", ""), gettext("a proposal"))
    if reason["code"] == "too_few_jurors":
        return ngettext(
            "“%(title)s” needs one more juror without a conflict and with room.",
            "“%(title)s” needs %(num)s more jurors without a conflict and with room.",
            int(params["missing"]),
            title=title,
        )
    if reason["code"] == "too_little_capacity":
        return gettext(
            "%(need)s scorecards are needed where the jurors who may write them have room for "
            "%(room)s: %(missing)s too few. Add a juror or raise a limit.",
            **params,
        )
    if reason["code"] == "kept_over_capacity":
        return gettext(
            "%(juror)s already has %(kept)s proposals but can take %(capacity)s.",
            juror=juror,
            kept=params["kept"],
            capacity=params["capacity"],
        )
    return gettext("%(juror)s and “%(title)s” no longer go together.", juror=juror, title=title)
