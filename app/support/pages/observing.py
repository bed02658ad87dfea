"""Figures without personal data: of a cluster for policy makers, of an event for its readers."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.authz import Actor, authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.queries import get_managed_event, list_events_of_cluster
from app.identity.queries import get_organisation, list_observed_by
from app.support.pages.frame import OURS, blueprint
from app.support.pages.tables import tables_of_cluster, tables_of_event
from app.support.queries.readings import find_reading, is_of_cluster, is_of_event
from app.support.rules.figures import FLOOR
from app.web.guards import actor, signed_in
from app.web.panels import panel


@blueprint.get("/figures")
@signed_in
def list_figures() -> str | Response:
    """Show the clusters whose figures the reader may read; a single one is opened at once."""
    found = list_observed_by(actor())
    if not found:
        raise NotFound
    if len(found) == 1:
        return redirect(url_for("support.show_figures", cluster_id=found[0].id))
    return render_template("support/observed.html", clusters=found)


@panel("home", 30, "support/_panel_home.html")
def observed(who: Actor) -> dict[str, Any] | None:
    """Lead policy makers to the figures of the clusters that they observe."""
    found = list_observed_by(who)
    return {"clusters": found} if found else None


@blueprint.get("/figures/<id:cluster_id>")
@signed_in
def show_figures(cluster_id: int) -> str:
    """Show the figures of a cluster over its events."""
    cluster = get_organisation(cluster_id)
    authorize(actor(), Permission.FIGURES_VIEW, cluster)
    events = list_events_of_cluster(cluster.id)
    figures = find_reading(is_of_cluster(cluster.id))
    names = {str(event.id): event.name for event in events}
    return render_template(
        "support/figures.html",
        cluster=cluster,
        events=events,
        figures=figures,
        floor=FLOOR,
        tables=tables_of_cluster(figures, names) if figures else [],
    )


@blueprint.get("/manage/<slug>/figures")
@signed_in
def show_event_figures(slug: str) -> str:
    """Show the figures of an event to its lead and its report readers."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.REPORT_VIEW, event)
    figures = find_reading(is_of_event(event.id))
    return render_template(
        "support/event_figures.html",
        event=event,
        figures=figures,
        floor=FLOOR,
        tables=tables_of_event(figures) if figures else [],
        tabs=OURS.tabs(event, slug=event.slug),
    )
