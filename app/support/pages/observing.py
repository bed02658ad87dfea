"""Figures for policy makers: one page on a cluster's events, without personal data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import Actor, authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.identity.queries import get_organisation, list_observed_by
from app.support.pages.frame import blueprint
from app.support.pages.reporting import kind_name, place_name, sector_name
from app.support.queries.figures import ClusterFigures, list_events_run_by, view_figures
from app.support.rules.figures import FLOOR, Breakdown
from app.web.guards import actor, signed_in
from app.web.panels import panel


@dataclass(frozen=True)
class Table:
    """A table of the page, with what it counts."""

    title: str
    definition: str
    found: Breakdown
    name_of: Callable[[str], str]

    @property
    def bars(self) -> list[tuple[str, int, str]]:
        """The groups as bars; one that is left out has none, and says so."""
        return [
            (
                self.name_of(one.key),
                one.people or 0,
                _("not shown") if one.people is None else str(one.people),
            )
            for one in self.found.groups
        ]


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
    events = list_events_run_by(cluster.id)
    figures = view_figures(cluster.id, events)
    names = {str(event.id): event.name for event in events}
    return render_template(
        "support/figures.html",
        cluster=cluster,
        events=events,
        figures=figures,
        floor=FLOOR,
        tables=[_by_event(figures, names), *_by_kind(figures)],
    )


def _by_event(figures: ClusterFigures, names: dict[str, str]) -> Table:
    return Table(
        _("Participants by event"),
        _("Valid tickets of people whom the cluster supports; a person counts at each event."),
        figures.participants,
        lambda key: names[key],
    )


def _by_kind(figures: ClusterFigures) -> list[Table]:
    return [
        Table(
            _("Participants by kind of organisation"),
            _("As they said when they registered."),
            figures.kinds,
            kind_name,
        ),
        Table(
            _("Participants by region"),
            _("NUTS 2 region of their organisation; their country where it is not known."),
            figures.regions,
            place_name,
        ),
        Table(
            _("Participants by sector"),
            _("Section of NACE Rev. 2.1 of their organisation's main activity."),
            figures.sectors,
            sector_name,
        ),
        Table(
            _("Organisations by kind"),
            _("Each organisation that sent somebody counts once over all events."),
            figures.organisations,
            kind_name,
        ),
        Table(
            _("Proposals by kind of organisation"),
            _("Proposals handed in by members of the cluster to challenges of these events."),
            figures.proposals,
            kind_name,
        ),
    ]
