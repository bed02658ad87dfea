"""What the pages of the directory share: the blueprint, words in templates, the way to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from app.core.authz import Actor
from app.directory.messages import reason_label, section_label
from app.directory.rules.filters import by_section
from app.identity.choices import service_label, staff_label
from app.identity.messages import ecosystem_label, kind_label, priority_label
from app.identity.rules.nace import activity_label, find_activity
from app.identity.rules.regions import region_label
from app.web.fields import country_name
from app.web.guards import actor
from app.web.panels import NavItem, navigation

blueprint = Blueprint("directory", __name__)
MOST_BARS = 12
Bars = list[tuple[str, int, None, str]]

blueprint.add_app_template_filter(region_label, "region_label")
blueprint.add_app_template_filter(activity_label, "activity_label")
blueprint.add_app_template_filter(ecosystem_label, "ecosystem_label")
blueprint.add_app_template_filter(priority_label, "priority_label")
blueprint.add_app_template_filter(service_label, "service_label")
blueprint.add_app_template_filter(staff_label, "staff_label")
blueprint.add_app_template_filter(reason_label, "reason_label")


@blueprint.app_template_filter("activity_name")
def activity_name(code: str) -> str:
    """Return the name of an activity without its code."""
    found = find_activity(code)
    return found.name if found else code


@blueprint.app_template_filter("member_words")
def member_words(profile: Any) -> str:
    """Return how many members a cluster has, and of which kinds."""
    parts = [
        (profile.members, _("%(num)s in all")),
        (profile.smes, _("%(num)s small or medium-sized")),
        (profile.startups, _("%(num)s start-ups")),
        (profile.large_companies, _("%(num)s large companies")),
        (profile.research, _("%(num)s in research")),
        (profile.others, _("%(num)s others")),
    ]
    return ", ".join(words % {"num": number} for number, words in parts if number)


@blueprint.context_processor
def frame() -> dict[str, Any]:
    """Give the pages the frame that fits: the application's for people who have signed in."""
    return {"layout": "layout/app.html" if actor().is_signed_in else "layout/public.html"}


def profile_rows(entry: Any) -> list[tuple[str, Any]]:
    """Return what an organisation says of itself, as terms and descriptions."""
    one = entry.organisation
    return [
        (_("Kind"), kind_label(one.kind)),
        (_("Country"), country_name(one.country)),
        (_("Region"), region_label(one.region)),
        (_("City"), one.city),
        (_("Founded"), one.founded_year),
        (_("Sectors"), "; ".join(activity_name(code) for code in entry.sectors)),
        (_("Ecosystems"), ", ".join(ecosystem_label(code) for code in entry.ecosystems)),
        (_("Smart specialisation"), ", ".join(priority_label(code) for code in entry.priorities)),
        (_("Keywords"), ", ".join(entry.keywords)),
    ]


def cluster_rows(cluster: Any) -> list[tuple[str, Any]]:
    """Return what a cluster says of itself besides."""
    profile = cluster.profile
    if profile is None:
        return []
    return [
        (_("Staff"), staff_label(profile.staff)),
        (_("Members"), member_words(profile)),
        (_("Services"), ", ".join(service_label(code) for code in profile.services)),
    ]


@navigation
def entries(who: Actor, event: Any) -> Iterator[NavItem]:
    """Lead everybody who has signed in to the directory."""
    if event is None and who.is_signed_in:
        url = url_for("directory.directory")
        covers = (url_for("directory.mapping"),)
        yield NavItem(label=_("Directory"), url=url, icon="building", order=80, covers=covers)


def place_bars(places: Mapping[tuple[str, str | None], int], filters: dict[str, str]) -> Bars:
    """Return how many organisations each region has, the largest first; a link shows them."""
    rows = sorted(places.items(), key=lambda item: (-item[1], item[0][0], item[0][1] or ""))
    return [
        (_place(country, region), number, None, _narrowed(filters, country=country, region=region))
        for (country, region), number in rows[:MOST_BARS]
    ]


def _place(country: str, region: str | None) -> str:
    """Return a region with its country, and only the country where the region is not said."""
    name = country_name(country)
    return (
        f"{region_label(region)}, {name}" if region else _("%(country)s, elsewhere", country=name)
    )


def sector_bars(divisions: dict[str, int], filters: dict[str, str]) -> Bars:
    """Return how many organisations each section has, the largest first; a link shows them."""
    rows = sorted(by_section(divisions).items(), key=lambda item: (-item[1], item[0]))
    return [
        (section_label(code), number, None, _narrowed(filters, sector=code))
        for code, number in rows[:MOST_BARS]
    ]


def _narrowed(filters: dict[str, str], **more: str | None) -> str:
    chosen = filters | {key: value for key, value in more.items() if value is not None}
    return url_for("directory.directory", **chosen)  # type: ignore[arg-type]  # Flask's own names are others
