"""Places for a group: taken by anybody, named later by the link that goes by mail."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_visible_event
from app.seats import queries, services
from app.seats.pages.base import blueprint
from app.seats.rules import group_until
from app.seats.schemas import GroupForm
from app.tickets.queries import list_offers
from app.tickets.services.redeeming import count_hold
from app.web.forms import Page, PageForm
from app.web.guards import actor, public
from app.web.panels import panel


@panel("register.below", 10, "seats/_panel_register.html")
def invite_groups(event: Any, offers: Sequence[Any]) -> dict[str, Any] | None:
    """Tell groups on the page for one that they can come, too."""
    found = queries.list_group_offers(offers, event, clock.now())
    return {"most": max(one.ticket_type.most for one in found)} if found else None


@blueprint.route("/e/<slug>/register/group", methods=["GET", "POST"])
@public
def take_group(slug: str) -> Page:
    """Take places for a group."""
    event = get_visible_event(actor(), slug)
    authorize(actor(), Permission.TICKET_REGISTER, event)
    now = clock.now()
    form = PageForm(GroupForm)
    made = form.submit(lambda data: _take(event, data))
    if made is not None:
        flash(_("The places are yours. The link to this page goes by mail, too."), "good")
        return redirect(url_for("seats.company_seats", link=queries.seats_link(made)))
    return form.render(
        "seats/group.html",
        event=event,
        offers=queries.list_group_offers(list_offers(event, now), event, now),
        until=group_until(now, event.starts_at),
        back=url_for("tickets.register", slug=slug),
    )


def _take(event: Any, data: dict[str, Any]) -> Any:
    count_hold(event, request.remote_addr or "")
    return services.take_group(actor(), event, **data)
