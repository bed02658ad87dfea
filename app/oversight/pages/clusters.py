"""The page of the clusters that may hold events."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity import queries, services
from app.oversight import schemas
from app.oversight.pages.frame import blueprint
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.route("/admin/clusters", methods=["GET", "POST"])
@signed_in
def clusters() -> Page:
    """Let the operator enter clusters."""
    authorize(actor(), Permission.CLUSTER_VIEW)
    form = PageForm(schemas.ClusterForm)
    made = form.submit(lambda data: services.register_cluster(actor(), **data))
    if made is not None:
        flash(_("%(name)s can hold events now.", name=made.name), "good")
        return redirect(url_for("oversight.clusters"))
    return form.render(
        "oversight/clusters.html",
        clusters=queries.list_clusters(with_people=True),
        countries=countries(),
    )
