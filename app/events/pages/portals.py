"""Opening the standing challenges of a cluster."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events import queries, schemas, services
from app.events.pages.frame import blueprint
from app.identity.queries import get_organisation
from app.web.fields import timezones
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.route("/clusters/<id:cluster_id>/standing-challenges", methods=["GET", "POST"])
@signed_in
def new_portal(cluster_id: int) -> Page:
    """Open standing challenges of a cluster: a name, and until when."""
    cluster = get_organisation(cluster_id)
    authorize(actor(), Permission.EVENT_CREATE, cluster)
    form = PageForm(schemas.PortalForm, _start(cluster))
    portal = form.submit(lambda data: services.open_portal(actor(), cluster_id, **data))
    if portal is not None:
        flash(_("%(name)s are open. Companies can post challenges now.", name=portal.name), "good")
        return redirect(url_for("events.manage_event", slug=portal.slug))
    return form.render("events/portal.html", cluster=cluster, zones=timezones())


def _start(cluster: Any) -> dict[str, Any]:
    """Return words that can stay as they are."""
    return {
        "name": _("Standing challenges of %(cluster)s", cluster=cluster.name)[:160],
        "timezone": queries.find_latest_timezone(cluster.id),
        "summary": _(
            "Companies around %(cluster)s say what they need, all year round. Whoever can solve "
            "it proposes how.",
            cluster=cluster.name,
        )[:400],
    }
