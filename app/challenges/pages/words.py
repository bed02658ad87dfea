"""The words for a challenge's terms and for the goals that it serves."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.challenges.pages.base import blueprint
from app.web.i18n import language_name

IP_TERMS: dict[str, LazyString] = {
    "kept": _("Applicants keep all rights"),
    "licence": _("Applicants keep the rights and grant a licence"),
    "transfer": _("Rights pass to the challenge owner"),
    "open_source": _("The result is published as open source"),
    "to_be_agreed": _("To be agreed"),
}
GOALS: dict[int, LazyString] = {
    1: _("1 No poverty"),
    2: _("2 Zero hunger"),
    3: _("3 Good health and well-being"),
    4: _("4 Quality education"),
    5: _("5 Gender equality"),
    6: _("6 Clean water and sanitation"),
    7: _("7 Affordable and clean energy"),
    8: _("8 Decent work and economic growth"),
    9: _("9 Industry, innovation and infrastructure"),
    10: _("10 Reduced inequalities"),
    11: _("11 Sustainable cities and communities"),
    12: _("12 Responsible consumption and production"),
    13: _("13 Climate action"),
    14: _("14 Life below water"),
    15: _("15 Life on land"),
    16: _("16 Peace, justice and strong institutions"),
    17: _("17 Partnerships for the goals"),
}

SECTIONS: list[tuple[str, LazyString]] = [
    ("whole", _("The whole brief")),
    ("problem", _("The problem")),
    ("measures", _("Measures")),
    ("offer", _("The offer")),
    ("who", _("Who may apply")),
    ("terms", _("Terms")),
    ("tags", _("Where it is found")),
    ("dates", _("Dates and promise")),
    ("criteria", _("Criteria")),
    ("questions", _("Questions to applicants")),
]
FIELDS: dict[str, LazyString] = {
    "title": _("Title"),
    "theme": _("Theme"),
    "language": _("Language"),
    "summary": _("Summary"),
    "context": _("Context"),
    "problem": _("Problem"),
    "current_approach": _("How it is done today"),
    "tried": _("What was tried"),
    "wanted_outcome": _("Wanted outcome"),
    "measures": _("Measure"),
    "budget_minor": _("Budget in cents"),
    "currency": _("Currency"),
    "pilot_site": _("Pilot site"),
    "prize": _("Prize"),
    "other_offer": _("Also offered"),
    "contract": _("Contract"),
    "ip": _("Rights"),
    "rights": _("Rights in words"),
    "confidentiality": _("Confidentiality"),
    "contact": _("Contact"),
    "languages": _("Languages of proposals"),
    "who_may_apply": _("Who may apply"),
    "countries": _("Countries"),
    "eligibility": _("Eligibility in words"),
    "trl_min": _("Lowest maturity (TRL)"),
    "trl_wanted": _("Maturity wanted after the pilot (TRL)"),
    "keywords": _("Keywords"),
    "transition": _("Contributes to"),
    "nace": _("Economic activities"),
    "sdg": _("Goals for sustainable development"),
    "ecosystems": _("Industrial ecosystems"),
    "priorities": _("Areas of smart specialisation"),
    "sponsor_name": _("Sponsor"),
    "opens_at": _("Opens"),
    "closes_at": _("Closes"),
    "decision_on": _("Decision by"),
    "criteria": _("Criterion"),
    "questions": _("Question"),
}

blueprint.add_app_template_filter(language_name, "language_name")


@blueprint.app_template_filter("ip_terms")
def ip_terms(ip: str) -> str:
    """Return the words for who keeps the rights."""
    return str(IP_TERMS.get(ip, ip))


@blueprint.app_template_filter("goal_name")
def goal_name(number: int) -> str:
    """Return the number and the name of a goal for sustainable development."""
    return str(GOALS.get(number, number))
