"""Who reads the figures of a cluster."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission


@permits(Permission.FIGURES_VIEW)
def can_view_figures(actor: Actor, cluster: Any) -> bool:
    """Whoever observes the cluster, and its own people."""
    return cluster.kind == "cluster" and cluster.id in actor.observed_ids | actor.organisation_ids
