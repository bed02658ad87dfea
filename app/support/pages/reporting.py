"""The report of a cluster's own participants: a page that prints well, and a table."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _

from app.events.policies import Fence
from app.identity.messages import KINDS
from app.identity.rules.nace import activity_label
from app.identity.rules.regions import region_label
from app.support.pages.frame import OURS, blueprint, own_cluster, supported
from app.support.queries.figures import OwnReport, Row, report_own
from app.web.downloads import send_csv
from app.web.fields import country_name
from app.web.guards import signed_in

HEAD = ("group", "name", "registered", "confirmed", "came")
COUNTRY = 2  # letters of a country's code; regions have more


@blueprint.app_template_filter("place_name")
def place_name(code: str) -> str:
    """Return the name of a region, or of a country where the region is not known."""
    if not code:
        return _("Not stated")
    return country_name(code) if len(code) == COUNTRY else region_label(code)


@blueprint.app_template_filter("sector_name")
def sector_name(code: str) -> str:
    """Return the name of a sector."""
    return activity_label(code) if code else _("Not stated")


@blueprint.app_template_filter("kind_name")
def kind_name(kind: str) -> str:
    """Return the name of a kind of organisation."""
    return str(KINDS.get(kind, _("Not stated")))


@blueprint.get("/manage/<slug>/participants/report")
@signed_in
def own_report(slug: str) -> str:
    """Show who registered, was confirmed and came, by what they are and where they are from."""
    event = supported(slug)
    cluster = own_cluster(event)
    return render_template(
        "support/report.html",
        event=event,
        cluster=cluster,
        report=report_own(event, Fence(frozenset({cluster.id}))),
        tabs=OURS.tabs(event, slug=event.slug),
    )


@blueprint.get("/manage/<slug>/participants/report.csv")
@signed_in
def own_report_csv(slug: str) -> Response:
    """Give the same as a table."""
    event = supported(slug)
    report = report_own(event, Fence(frozenset({own_cluster(event).id})))
    return send_csv(f"own-participants-{event.slug}", HEAD, _rows(report))


def _rows(report: OwnReport) -> Iterator[Sequence[object]]:
    yield _line("all", _("All participants"), report.total)
    tables: tuple[tuple[str, Sequence[Row], Any], ...] = (
        ("kind", report.kinds, kind_name),
        ("region", report.regions, place_name),
        ("sector", report.sectors, sector_name),
    )
    for group, rows, name_of in tables:
        for row in rows:
            yield _line(group, name_of(row.key), row)


def _line(group: str, name: str, row: Row) -> tuple[object, ...]:
    return group, name, row.registered, row.confirmed, row.came
