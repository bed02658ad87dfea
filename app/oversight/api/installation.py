"""The API of the installation: what is said of it, how it is, work to be tried again."""

from typing import Any

from flask import current_app

from app.core.authz import authorize
from app.core.installation import Installation, find_installation, forget_site
from app.core.permissions import Permission
from app.oversight import queries, schemas, services
from app.oversight.api.frame import blueprint
from app.web.guards import actor, token, writes
from app.web.openapi import no_content


@blueprint.route("/admin/health")
@blueprint.response(200, schemas.HealthOut)
@token
def show_health() -> Any:
    """Say how the installation is, and which work was given up."""
    authorize(actor(), Permission.INSTALLATION_VIEW)
    return queries.count_health() | {"jobs": queries.list_failed_jobs()}


@blueprint.route("/admin/jobs/<int:job_id>/retry", methods=["POST"])
@blueprint.response(204)
@token
@writes
def retry_job(job_id: int) -> Any:
    """Have work that was given up tried again."""
    services.retry_job(actor(), job_id)
    return no_content()


@blueprint.route("/admin/settings")
@blueprint.response(200, schemas.InstallationOut)
@token
def show_settings() -> Any:
    """Say what is said of the installation."""
    authorize(actor(), Permission.INSTALLATION_VIEW)
    return find_installation() or Installation(name="Innoday", imprint="", by_invitation=False)


@blueprint.route("/admin/settings", methods=["PATCH"])
@blueprint.arguments(schemas.InstallationForm(partial=True))
@blueprint.response(200, schemas.InstallationOut)
@token
@writes
def change_settings(data: dict[str, Any]) -> Any:
    """Change what is said of the installation."""
    changed = services.change_installation(actor(), **data)
    forget_site(current_app)
    return changed
