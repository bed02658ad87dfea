"""What the pages of juries share: their blueprint, their words, their tabs."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from app.juries.messages import SEAT_HINTS, SEATS
from app.juries.queries.results import ResultRow
from app.juries.queries.ties import LateTie
from app.juries.rules.saving import COMMENTS, Change
from app.web.i18n import format_day
from app.web.tabs import JURY, Place, Tab, jury_tab
from challenges.criteria import Criterion
from challenges.ranking import TieRule
from challenges.rubric import Lack, Shortfall
from challenges.scoring import round_fraction

blueprint = Blueprint("juries", __name__)
CHALLENGE = JURY
jury_tab(10, _("Ranking"), "juries.view_ranking")
jury_tab(15, _("Analysis"), "juries.view_analysis")
jury_tab(20, _("Who judges what"), "juries.view_assignments")
jury_tab(
    25,
    _("Rounds and rubric"),
    "juries.view_rounds",
    *("juries.add_round", "juries.change_round", "juries.edit_rubric"),
    *("juries.view_redactions", "juries.redact_proposal"),
)

ROUND_KINDS: dict[str, LazyString] = {
    "review": _("Jurors read the proposals"),
    "pitch": _("Applicants pitch to the jury"),
}
BLINDNESSES: dict[str, LazyString] = {
    "open": _("Jurors see who proposes"),
    "blind": _("Blind: jurors do not see who proposes"),
    "double_blind": _("Double-blind: besides, nobody learns who judges what"),
}
PANEL = Place(
    _("Parts of the panel"),
    [
        Tab(_("Overview"), "juries.manage_jury", order=10),
        Tab(_("Panel at a glance"), "juries.view_composition", order=20),
        Tab(_("From the pool"), "juries.list_pool", order=30),
        Tab(_("Who owes what"), "juries.view_owing", covers=("juries.remind",), order=40),
        Tab(_("Briefing and terms"), "juries.view_texts", order=50),
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
    "past_employer": _("Past employer"),
    "group_link": _("One group"),
    "owner_link": _("Of the challenge owner’s group"),
    "team": _("Runs the event for who proposes"),
    "badge": _("Organisation on the ticket"),
}
SOURCES: dict[str, LazyString] = {
    "detected": _("Found in the records"),
    "juror": _("Declared by the juror"),
    "organiser": _("Entered by an organiser"),
    "confirmed": _("Found in the records, confirmed by an organiser"),
}
TIE_RULES: dict[str, LazyString] = {
    TieRule.HEAVIEST_CRITERION: _("higher mean on the heaviest criterion"),
    TieRule.LOWER_SPREAD: _("jurors closer together"),
    TieRule.MORE_SCORECARDS: _("more scorecards"),
    TieRule.MORE_TOP_THREES: _("picked in more top threes"),
}


@blueprint.app_template_filter("outcome_name")
def outcome_name(outcome: str) -> str:
    """Return the words for an outcome."""
    return str(OUTCOMES.get(outcome, outcome))


@blueprint.app_template_filter("criterion_name")
def criterion_name(criterion: Any) -> tuple[str, str]:
    """Return a criterion's key and name."""
    return criterion.key, criterion.name


@blueprint.app_template_filter("criterion_hint")
def criterion_hint(criterion: Any, rubric: Any) -> str | None:
    """Return what a criterion asks, and the mean that a proposal must reach in it."""
    least = rubric.thresholds.get(criterion.key)
    needs = gettext("Needs %(least)s on average.", least=least) if least is not None else ""
    return f"{criterion.description} {needs}".strip() or None


@blueprint.app_template_filter("question_name")
def question_name(question: Any) -> tuple[str, str]:
    """Return a knock-out question's key and text."""
    return question.key, question.text


@blueprint.app_template_filter("change_words")
def change_words(change: Change, names: Mapping[str, str]) -> str:
    """Return in words what a save changed."""
    if change.key in COMMENTS:
        return gettext("Comment changed") if change.key == "comment" else _to_the_proposer()
    name = names.get(change.key, change.key)
    if change.part == "answer":
        return gettext("Answer changed: %(question)s", question=name)
    if change.part == "comment":
        return gettext("%(name)s: reason changed", name=name)
    before, after = ("–" if level is None else level for level in (change.before, change.after))
    return gettext("%(name)s: %(before)s → %(after)s", name=name, before=before, after=after)


def _to_the_proposer() -> str:
    return gettext("Words to the proposer changed")


@blueprint.app_template_filter("seat_name")
def seat_name(role: str) -> str:
    """Return the words for what somebody does on a panel."""
    return str(SEATS.get(role, role))


def seat_choices() -> list[tuple[str, str, str]]:
    """Return the seats of a panel with what each means, to choose from."""
    return [(key, str(words), str(SEAT_HINTS[key])) for key, words in SEATS.items()]


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


@blueprint.app_template_filter("shortfall_words")
def shortfall_words(found: Sequence[Shortfall], criteria: Sequence[Criterion]) -> str:
    """Return in words what keeps a proposal off the shortlist."""
    names = {criterion.key: criterion.name for criterion in criteria}
    return "; ".join(_shortfall(one, names) for one in found)


def _shortfall(one: Shortfall, names: Mapping[str, str]) -> str:
    reached = round_fraction(one.reached, 1)
    if one.lack is Lack.KNOCK_OUT:
        return gettext("more than half of the jurors said no to a knock-out question")
    if one.lack is Lack.TOTAL:
        return gettext("in total %(reached)s %% of %(asked)s %%", reached=reached, asked=one.asked)
    return gettext(
        "%(name)s %(reached)s of %(asked)s", name=names[one.key], reached=reached, asked=one.asked
    )


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
