"""The API of the operator's acts on people and organisations."""

from dataclasses import asdict
from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity.queries import get_organisation, get_person, list_clusters, list_sessions
from app.identity.services import register_cluster
from app.oversight import queries, schemas, services
from app.oversight.api.frame import blueprint
from app.web.guards import actor, token, writes
from app.web.openapi import no_content
from app.web.paging import page_of


@blueprint.route("/admin/people")
@blueprint.arguments(schemas.AdminQuery, location="query")
@blueprint.response(200, schemas.AccountPage)
@token
def list_people(query: dict[str, Any]) -> Any:
    """List the accounts whose name or address has a text."""
    authorize(actor(), Permission.INSTALLATION_VIEW)
    text = query["q"] or ""
    return page_of(query, lambda after, limit: queries.list_people_after(text, after, limit))


@blueprint.route("/admin/people/<id:person_id>")
@blueprint.response(200, schemas.AccountDetail)
@token
def show_person(person_id: int) -> Any:
    """Show an account, where it belongs, and by what its person can sign in."""
    authorize(actor(), Permission.INSTALLATION_VIEW)
    return _described(get_person(person_id))


def _described(person: Any) -> dict[str, Any]:
    own = {name: getattr(person, name) for name in schemas.AccountOut().fields}
    places = {"organisations": queries.list_places_of(person)}
    sessions = {"sessions": len(list_sessions(person.id))}
    return own | places | sessions | asdict(queries.count_ways(person))


@blueprint.route("/admin/people/<id:person_id>/disable", methods=["POST"])
@blueprint.arguments(schemas.DisableForm)
@blueprint.response(200, schemas.AccountOut)
@token
@writes
def disable_person(data: dict[str, Any], person_id: int) -> Any:
    """Close an account; whatever it is signed in with ends at once."""
    return services.disable_person(actor(), person_id, **data)


@blueprint.route("/admin/people/<id:person_id>/enable", methods=["POST"])
@blueprint.response(200, schemas.AccountOut)
@token
@writes
def enable_person(person_id: int) -> Any:
    """Open a closed account again."""
    return services.enable_person(actor(), person_id)


@blueprint.route("/admin/people/<id:person_id>/end-sessions", methods=["POST"])
@blueprint.response(204)
@token
@writes
def end_sessions(person_id: int) -> Any:
    """Sign a person out everywhere."""
    services.end_sessions(actor(), person_id)
    return no_content()


@blueprint.route("/admin/people/<id:person_id>/appoint", methods=["POST"])
@blueprint.response(200, schemas.AccountOut)
@token
@writes
def appoint_operator(person_id: int) -> Any:
    """Trust a person with the installation."""
    return services.appoint(actor(), person_id)


@blueprint.route("/admin/people/<id:person_id>/dismiss", methods=["POST"])
@blueprint.response(200, schemas.AccountOut)
@token
@writes
def dismiss_operator(person_id: int) -> Any:
    """Take the installation from an operator; the last one stays."""
    return services.dismiss(actor(), person_id)


@blueprint.route("/admin/organisations")
@blueprint.arguments(schemas.AdminQuery, location="query")
@blueprint.response(200, schemas.NamedPage)
@token
def list_organisations(query: dict[str, Any]) -> Any:
    """List all organisations whose name has a text."""
    authorize(actor(), Permission.INSTALLATION_VIEW)
    text = query["q"] or ""
    return page_of(query, lambda after, limit: queries.list_organisations_after(text, after, limit))


@blueprint.route("/admin/organisations/<id:organisation_id>", methods=["PATCH"])
@blueprint.arguments(schemas.NamingForm(partial=True))
@blueprint.response(200, schemas.NamedOut)
@token
@writes
def administer_organisation(data: dict[str, Any], organisation_id: int) -> Any:
    """Change what an organisation is called and what it is."""
    found = get_organisation(organisation_id)
    whole = {"name": found.name, "kind": found.kind} | data
    return services.administer_organisation(actor(), organisation_id, **whole)


@blueprint.route("/admin/clusters")
@blueprint.response(200, schemas.NamedList)
@token
def list_all_clusters() -> Any:
    """List the clusters that may hold events."""
    authorize(actor(), Permission.CLUSTER_VIEW)
    return {"items": list_clusters()}


@blueprint.route("/admin/clusters", methods=["POST"])
@blueprint.arguments(schemas.ClusterForm)
@blueprint.response(201, schemas.NamedOut)
@token
@writes
def enter_cluster(data: dict[str, Any]) -> Any:
    """Enter a cluster, and the person who speaks for it."""
    return register_cluster(actor(), **data)
