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

blueprint.add_app_template_filter(language_name, "language_name")


@blueprint.app_template_filter("ip_terms")
def ip_terms(ip: str) -> str:
    """Return the words for who keeps the rights."""
    return str(IP_TERMS.get(ip, ip))


@blueprint.app_template_filter("goal_name")
def goal_name(number: int) -> str:
    """Return the number and the name of a goal for sustainable development."""
    return str(GOALS.get(number, number))
