"""The page of one cluster, and the mapping of all of them."""

from collections import Counter
from typing import Any

from flask import Response, render_template

from app.core import clock
from app.core.ids import encode_id
from app.directory.pages.exports import MAPPING_HEAD, mapping_row
from app.directory.pages.frame import (
    blueprint,
    cluster_rows,
    place_bars,
    profile_rows,
    sector_bars,
)
from app.directory.queries import clusters, listing
from app.directory.rules.filters import DirectoryFilter
from app.events.queries import list_events_of_cluster
from app.events.rules import PartnerRole
from app.identity.choices import service_label
from app.identity.messages import ecosystem_label, kind_label
from app.identity.queries import find_logo, list_that_may_ask
from app.web.downloads import send_csv
from app.web.guards import actor, public

FIRST_MEMBERS = 30


@blueprint.get("/clusters/<id:cluster_id>")
@public
def cluster(cluster_id: int) -> str:
    """Show a cluster: what it says of itself, its members in the directory, its events."""
    found = clusters.get_cluster(cluster_id)
    filters = {"cluster": encode_id(cluster_id)}
    wanted = DirectoryFilter(cluster_id=cluster_id)
    counts = listing.count_entries(wanted)
    held = list_events_of_cluster(cluster_id, tuple(PartnerRole))
    return render_template(
        "directory/cluster.html",
        cluster=found,
        one=found.entry.organisation,
        has_logo=find_logo(cluster_id) is not None,
        members=listing.list_entries(wanted, limit=FIRST_MEMBERS),
        profile=profile_rows(found.entry) + cluster_rows(found),
        kinds=_kind_bars(found.members),
        regions_shown=place_bars(counts.places, filters),
        sectors_shown=sector_bars(counts.divisions, filters),
        filters=filters,
        events=[one for one in held if not one.is_portal],
        askers=list_that_may_ask(actor(), cluster_id),
        now=clock.now(),
    )


@blueprint.get("/cluster-mapping")
@public
def mapping() -> str:
    """Show all clusters: focus, activities, members, services and needs."""
    found = clusters.list_clusters_of_directory()
    services = Counter(
        service_label(code) for one in found if one.profile for code in one.profile.services
    )
    ecosystems = Counter(ecosystem_label(code) for one in found for code in one.entry.ecosystems)
    return render_template(
        "directory/mapping.html",
        clusters=found,
        services=services.most_common(),
        ecosystems=ecosystems.most_common(),
    )


@blueprint.get("/cluster-mapping.csv")
@public
def export_mapping() -> Response:
    """Give the mapping of clusters as CSV."""
    return send_csv(
        "cluster-mapping", MAPPING_HEAD, map(mapping_row, clusters.list_clusters_of_directory())
    )


def _kind_bars(members: dict[str, int]) -> list[tuple[Any, ...]]:
    rows = sorted(members.items(), key=lambda item: (-item[1], item[0]))
    return [(kind_label(kind), number) for kind, number in rows]
