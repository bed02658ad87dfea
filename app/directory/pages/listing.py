"""The directory: searched, filtered, exported; and the page of one organisation in it."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.ids import encode_id
from app.directory.messages import SORTS
from app.directory.pages.exports import HEAD, csv_row
from app.directory.pages.frame import (
    blueprint,
    place_bars,
    profile_rows,
    sector_bars,
)
from app.directory.queries import listing
from app.directory.rules.filters import DirectoryFilter, Sort
from app.directory.schemas import filter_of, read_leniently
from app.identity.messages import ECOSYSTEMS, KINDS, ecosystem_label, kind_label
from app.identity.queries import find_logo
from app.identity.rules.nace import Level, activity_label, list_activities
from app.identity.rules.regions import region_label, regions
from app.web.downloads import MOST_ROWS, send_csv
from app.web.fields import country_name
from app.web.forms import Page
from app.web.guards import public
from app.web.paging import numbered

ENTRIES = 30  # on a page: each takes more room than a row


@blueprint.get("/directory")
@public
def directory() -> str:
    """Show who is there; filters live in the address."""
    data = read_leniently(request.args.to_dict())
    wanted, sort = filter_of(data), data["sort"]
    entries, turns = numbered(
        lambda limit, offset: listing.list_entries(wanted, sort, limit=limit, offset=offset),
        ENTRIES,
    )
    counts = listing.count_entries(wanted)
    clusters = listing.list_listed_clusters()
    filters = _filters(wanted, sort)
    return render_template(
        "directory/directory.html",
        entries=entries,
        total=counts.total,
        wanted=wanted,
        filters=filters,
        chips=_chips(wanted, filters, {one.id: one.name for one in clusters}),
        sorts=_sorts(sort, filters),
        regions_shown=place_bars(counts.places, filters),
        sectors_shown=sector_bars(counts.divisions, filters),
        options=_options(counts, clusters, wanted),
        **turns,
    )


@blueprint.get("/directory.csv")
@public
def export_directory() -> Response:
    """Give the directory as it is filtered as CSV."""
    data = read_leniently(request.args.to_dict())
    found = listing.list_entries(filter_of(data), data["sort"], limit=MOST_ROWS)
    return send_csv("directory", HEAD, map(csv_row, found))


@blueprint.get("/directory/<id:organisation_id>")
@public
def organisation(organisation_id: int) -> Page:
    """Show what an organisation says of itself; an old address leads to what it became."""
    entry = listing.get_entry(organisation_id)
    if entry.id != organisation_id:
        return redirect(url_for("directory.organisation", organisation_id=entry.id), 301)
    page = render_template(
        "directory/organisation.html",
        entry=entry,
        one=entry.organisation,
        has_logo=find_logo(entry.id) is not None,
        profile=profile_rows(entry),
    )
    return page, 200


def _filters(wanted: DirectoryFilter, sort: Sort) -> dict[str, str]:
    """Return the filters as they stand in the address, the defaults left out."""
    chosen = {
        "q": wanted.text,
        "country": wanted.country,
        "region": wanted.region,
        "kind": wanted.kind,
        "sector": wanted.sector,
        "ecosystem": wanted.ecosystem,
        "cluster": encode_id(wanted.cluster_id) if wanted.cluster_id else None,
        "sort": None if sort == Sort.NAME else sort,
    }
    return {key: str(value) for key, value in chosen.items() if value}


def _chips(
    wanted: DirectoryFilter, filters: dict[str, str], clusters: dict[int, str]
) -> list[dict[str, Any]]:
    """Return a chip for each filter that is set, which takes it away again."""
    labels = {
        "q": f"“{wanted.text}”",
        "country": country_name(wanted.country),
        "region": region_label(wanted.region),
        "kind": kind_label(wanted.kind),
        "sector": activity_label(wanted.sector),
        "ecosystem": ecosystem_label(wanted.ecosystem),
        "cluster": clusters.get(wanted.cluster_id or 0, _("Unknown cluster")),
    }
    return [
        {"label": labels[key], "url": _without(filters, key), "is_current": True}
        for key in labels
        if key in filters
    ]


def _without(filters: dict[str, str], key: str) -> str:
    rest: dict[str, Any] = {name: value for name, value in filters.items() if name != key}
    return url_for("directory.directory", **rest)


def _sorts(sort: Sort, filters: dict[str, str]) -> list[dict[str, Any]]:
    rest: dict[str, Any] = {name: value for name, value in filters.items() if name != "sort"}
    return [
        {
            "label": label,
            "url": url_for("directory.directory", **rest, sort=key),
            "is_current": key == sort,
        }
        for key, label in SORTS.items()
    ]


def _options(counts: Any, clusters: Any, wanted: DirectoryFilter) -> dict[str, Any]:
    """Return what there is to choose from; countries and regions that somebody is from."""
    countries = sorted({country for country, _region in counts.places}, key=country_name)
    here = [one for one in regions().values() if one.country == wanted.country]
    return {
        "country": [(code, country_name(code)) for code in countries],
        "region": [(one.code, one.label) for one in here],
        "kind": list(KINDS.items()),
        "sector": [(one.code, one.name) for one in list_activities(Level.SECTION)],
        "ecosystem": list(ECOSYSTEMS.items()),
        "cluster": [(encode_id(one.id), one.name) for one in clusters],
    }
