"""The directory for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.directory import schemas
from app.directory.queries import clusters, listing
from app.web.guards import token
from app.web.paging import page_of

blueprint = Blueprint("directory-api", __name__, description="Organisations that are listed")


@blueprint.route("/directory")
@blueprint.arguments(schemas.DirectoryQuery, location="query")
@blueprint.response(200, schemas.EntryPage)
@token
def list_directory(query: dict[str, Any]) -> dict[str, Any]:
    """List the organisations of the directory that fit."""
    wanted = schemas.filter_of(query)
    return page_of(query, lambda after, limit: listing.list_entries_after(wanted, after, limit))


@blueprint.route("/directory/<id:organisation_id>")
@blueprint.response(200, schemas.EntryDetail)
@token
def get_entry(organisation_id: int) -> Any:
    """Show an organisation of the directory."""
    return listing.get_entry(organisation_id)


@blueprint.route("/cluster-mapping")
@blueprint.response(200, schemas.ClusterList)
@token
def list_clusters() -> dict[str, Any]:
    """List the clusters of the directory with their focus, members, services and needs."""
    return {"items": clusters.list_clusters_of_directory()}
