"""The API of which organisations belong to which clusters."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity import queries, schemas, services
from app.identity.api.frame import blueprint
from app.web.guards import actor, token, writes

PER_PAGE = 100


@blueprint.route("/organisations/<id:organisation_id>/clusters")
@blueprint.response(200, schemas.CrossedOut(many=True))
@token
def list_clusters(organisation_id: int) -> Any:
    """List the clusters that an organisation belongs to, has asked, or was asked by."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.MEMBERSHIP_VIEW, found)
    return queries.list_clusters_with(organisation_id)


@blueprint.route("/organisations/<id:organisation_id>/clusters", methods=["POST"])
@blueprint.arguments(schemas.AskCluster)
@blueprint.response(201, schemas.CrossedOut)
@token
@writes
def ask_cluster(data: dict[str, Any], organisation_id: int) -> Any:
    """Ask a cluster to take your organisation in."""
    return services.ask_cluster(actor(), organisation_id, **data)


@blueprint.route("/clusters/<id:cluster_id>/members")
@blueprint.arguments(schemas.MemberQuery, location="query")
@blueprint.response(200, schemas.CrossedPage)
@token
def list_cluster_members(query: dict[str, Any], cluster_id: int) -> Any:
    """List the organisations of one of your clusters, by name."""
    authorize(actor(), Permission.MEMBERSHIP_VIEW, queries.get_organisation(cluster_id))
    wanted = queries.MemberFilter(query["q"] or "", query["state"], query["kind"])
    offset = (query["page"] - 1) * PER_PAGE
    items = queries.list_members_of_cluster(cluster_id, wanted, limit=PER_PAGE, offset=offset)
    return {"items": items, "total": queries.count_members_of_cluster(cluster_id, wanted)}


@blueprint.route("/clusters/<id:cluster_id>/members", methods=["POST"])
@blueprint.arguments(schemas.InviteOrganisation)
@blueprint.response(201, schemas.CrossedOut)
@token
@writes
def invite_organisation(data: dict[str, Any], cluster_id: int) -> Any:
    """Ask a listed organisation to join your cluster."""
    return services.invite_organisation(actor(), cluster_id, **data)


@blueprint.route("/cluster-memberships/<id:crossed_id>")
@blueprint.response(200, schemas.CrossedOut)
@token
def get_crossed(crossed_id: int) -> Any:
    """Show an organisation's place in a cluster."""
    return queries.get_crossed(actor(), crossed_id)


@blueprint.route("/cluster-memberships/<id:crossed_id>/answer", methods=["POST"])
@blueprint.arguments(schemas.CrossedAnswer)
@blueprint.response(200, schemas.CrossedOut)
@token
@writes
def answer_crossed(data: dict[str, Any], crossed_id: int) -> Any:
    """Accept or decline a membership, or end it."""
    crossed = queries.get_crossed(actor(), crossed_id)
    services.ANSWERS[data["answer"]](actor(), crossed)
    return crossed
