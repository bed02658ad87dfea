"""The directory for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.permissions import Permission
from app.directory import schemas
from app.directory.queries import clusters, duplicates, listing
from app.directory.services import finding, merging
from app.web.guards import actor, token, writes
from app.web.paging import PageQuery, page_of

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


@blueprint.route("/duplicates")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.PairPage)
@token
def list_duplicates(query: dict[str, Any]) -> dict[str, Any]:
    """List the organisations that look like one, as far as you decide about them."""
    authorize(actor(), Permission.DUPLICATE_VIEW)
    return page_of(query, lambda after, limit: duplicates.list_pairs_after(actor(), after, limit))


@blueprint.route("/duplicates/<id:pair_id>")
@blueprint.response(200, schemas.PairOut)
@token
def get_duplicate(pair_id: int) -> Any:
    """Show two organisations that look like one."""
    return duplicates.get_pair(actor(), pair_id)


@blueprint.route("/duplicates/<id:pair_id>/preview")
@blueprint.arguments(schemas.MergeForm, location="query")
@blueprint.response(200, schemas.PreviewOut)
@token
def preview_merge(query: dict[str, Any], pair_id: int) -> dict[str, Any]:
    """Say what merging two organisations into one of them would do."""
    shown = duplicates.get_pair(actor(), pair_id)
    authorize(actor(), Permission.DUPLICATE_MERGE, shown.pair)
    keep = query["keep"]
    found = duplicates.preview_merge(shown.pair.other(keep), keep)
    return {
        "moves": found.moves,
        "newcomers": len(found.newcomers),
        "refusals": found.refusals,
    }


@blueprint.route("/duplicates/<id:pair_id>/merge", methods=["POST"])
@blueprint.arguments(schemas.MergeForm)
@blueprint.response(200, schemas.SideOut)
@token
@writes
def merge_duplicate(data: dict[str, Any], pair_id: int) -> Any:
    """Merge two organisations into the one that is kept; the other's id leads there, too."""
    return merging.merge_pair(actor(), pair_id, keep=data["keep"])


@blueprint.route("/duplicates/<id:pair_id>/dismiss", methods=["POST"])
@blueprint.response(204)
@token
@writes
def dismiss_duplicate(pair_id: int) -> None:
    """Say that two organisations are not the same."""
    finding.dismiss_duplicate(actor(), pair_id)


@blueprint.route("/duplicates/<id:pair_id>/ask", methods=["POST"])
@blueprint.response(204)
@token
@writes
def ask_to_merge(pair_id: int) -> None:
    """Ask the owners of the other organisation to take yours into theirs."""
    merging.ask_to_merge(actor(), pair_id)


@blueprint.route("/duplicates/<id:pair_id>/accept", methods=["POST"])
@blueprint.response(200, schemas.SideOut)
@token
@writes
def accept_merge(pair_id: int) -> Any:
    """Take the organisation whose owner asked into yours."""
    return merging.answer_merge(actor(), pair_id, is_accepted=True)


@blueprint.route("/duplicates/<id:pair_id>/decline", methods=["POST"])
@blueprint.response(204)
@token
@writes
def decline_merge(pair_id: int) -> None:
    """Decline to take the organisation whose owner asked into yours."""
    merging.answer_merge(actor(), pair_id, is_accepted=False)
