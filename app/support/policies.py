"""Who reads the figures of a cluster."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.identity.rules import OrganisationKind


@permits(Permission.FIGURES_VIEW)
def can_view_figures(actor: Actor, cluster: Any) -> bool:
    """Whoever observes the cluster, and its own people."""
    is_cluster = cluster.kind == OrganisationKind.CLUSTER
    return is_cluster and cluster.id in actor.observed_ids | actor.organisation_ids
