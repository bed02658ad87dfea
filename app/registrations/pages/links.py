"""Links of campaigns, with the codes to print."""

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.permissions import Permission
from app.core.qr import make_qr, svg
from app.events.policies import fence
from app.registrations import queries, services
from app.registrations.pages.base import blueprint, managed
from app.registrations.schemas import LinkForm
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS


@blueprint.route("/manage/<slug>/tickets/links", methods=["GET", "POST"])
@signed_in
def links(slug: str) -> Page:
    """Show the links with how many came by each, and make another."""
    event = managed(slug, Permission.TICKET_MANAGE)
    form = PageForm(LinkForm)
    made = form.submit(lambda data: services.add_link(actor(), event, **data))
    if made is not None:
        return redirect(url_for("registrations.links", slug=slug))
    counts = queries.list_channels(event.id, fence(actor(), event))
    return form.render(
        "registrations/links.html",
        event=event,
        links=[_shown(event, one, counts) for one in queries.list_links(event.id)],
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


def _shown(event: Any, link: Any, counts: dict[str, int]) -> dict[str, Any]:
    address = url_for("tickets.register", slug=event.slug, via=link.channel, _external=True)
    words = _("QR code of the link %(name)s", name=link.channel)
    return {
        "id": link.id,
        "channel": link.channel,
        "address": address,
        "code": svg(make_qr(address), words),
        "count": counts.get(link.channel, 0),
    }


@blueprint.post("/manage/<slug>/tickets/links/<id:campaign_link_id>/delete")
@signed_in
def remove_link(slug: str, campaign_link_id: int) -> Response:
    """Offer a link no more."""
    event = managed(slug, Permission.TICKET_MANAGE)
    said = _("The link is no longer offered. Whoever has it can still register.")
    attempt(lambda: services.remove_link(actor(), event, campaign_link_id), said)
    return redirect(url_for("registrations.links", slug=slug))
