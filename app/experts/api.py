"""The pool of experts for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.experts import queries, schemas, services
from app.web.guards import actor, token, writes
from app.web.openapi import no_content
from app.web.paging import page_of

blueprint = Blueprint("experts-api", __name__, description="People who are ready to judge")


@blueprint.route("/me/expert-profile", methods=["GET"])
@blueprint.response(200, schemas.ExpertProfileOut)
@token
def get_own_profile() -> Any:
    """Get what you say of yourself in the pool of experts."""
    return queries.get_profile(actor().person_id)


@blueprint.route("/me/expert-profile", methods=["PUT"])
@blueprint.arguments(schemas.ExpertForm)
@blueprint.response(200, schemas.ExpertProfileOut)
@token
@writes
def save_own_profile(data: dict[str, Any]) -> Any:
    """Say anew all that you say of yourself in the pool of experts."""
    return services.save_profile(actor(), **data)


@blueprint.route("/me/expert-profile", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def leave_pool() -> Any:
    """Leave the pool of experts; what you said of yourself is deleted."""
    services.leave_pool(actor())
    return no_content()


@blueprint.route("/clusters/<id:cluster_id>/experts", methods=["GET"])
@blueprint.arguments(schemas.PoolQuery, location="query")
@blueprint.response(200, schemas.ExpertList)
@token
def list_experts(query: dict[str, Any], cluster_id: int) -> dict[str, Any]:
    """List the experts that your cluster may ask onto a jury."""
    cluster, wanted = queries.get_pool(actor(), cluster_id), schemas.filter_of(query)
    return page_of(
        query,
        lambda after, limit: queries.list_experts_after(actor(), cluster.id, wanted, after, limit),
    )


@blueprint.route("/clusters/<id:cluster_id>/experts/<id:expert_id>", methods=["GET"])
@blueprint.response(200, schemas.ExpertOut)
@token
def get_expert(cluster_id: int, expert_id: int) -> Any:
    """Get one expert of your cluster's pool."""
    return queries.get_expert(actor(), queries.get_pool(actor(), cluster_id).id, expert_id)


@blueprint.route("/clusters/<id:cluster_id>/experts/invitations", methods=["POST"])
@blueprint.arguments(schemas.AskExpert)
@blueprint.response(201, schemas.PoolInvitation)
@token
@writes
def ask_expert(data: dict[str, Any], cluster_id: int) -> Any:
    """Ask an address into the pool; they agree to its terms as they accept."""
    return services.ask_expert(actor(), cluster_id, **data)
