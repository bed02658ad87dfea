"""Who sees the pool of experts, and who asks people into it."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.identity.policies import manages
from app.identity.rules import OrganisationKind, Purpose


@permits(Permission.EXPERT_VIEW)
def can_view_pool(actor: Actor, cluster: Any) -> bool:
    """Those who act for the cluster."""
    is_cluster = cluster is not None and cluster.kind == OrganisationKind.CLUSTER
    return is_cluster and cluster.id in actor.organisation_ids


@permits(Permission.EXPERT_INVITE)
def can_ask_into_pool(actor: Actor, cluster: Any) -> bool:
    """Those who act for the cluster."""
    return can_view_pool(actor, cluster)


@manages(Purpose.EXPERT)
def can_manage_invitation(actor: Actor, invitation: Any) -> bool:
    """Those who act for the cluster that asks."""
    return can_ask_into_pool(actor, invitation.organisation)
