"""What tickets bring to the pages of others: panels, figures, next steps, navigation."""

from collections.abc import Iterator
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import list_managed_events
from app.tickets import queries
from app.tickets.policies import can_manage_tickets, can_view_tickets
from app.tickets.rules.channels import USUAL, channel_of
from app.web.panels import Figure, NavItem, NextStep, figures, navigation, next_steps, panel
from app.web.tabs import TICKETS

LIST = "registrations.list_attendees"


@panel("event.public", 10, "tickets/_panel_public.html")
def offers(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Show the tickets and the way to register on the event's public page."""
    found = queries.list_offers(event, clock.now())
    if not found or event.ends_at <= clock.now():
        return None
    is_open = can(actor, Permission.TICKET_REGISTER, event)
    # Whoever came by the link of a campaign takes its name along.
    via = {"via": channel} if (channel := channel_of(request.args.get("via"))) != USUAL else {}
    return {"event": event, "offers": found, "may_register": is_open, "via": via}


@panel("home", 40, "tickets/_panel_home.html")
def own_tickets(actor: Actor) -> dict[str, Any] | None:
    """Show the reader's own tickets."""
    if not actor.is_signed_in:
        return None
    orders = queries.list_orders_of(actor, clock.now())
    links = {order.id: queries.order_link(order) for order in orders}
    return {"orders": orders, "links": links} if orders else None


@figures
def registered(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count the people who have registered."""
    if can_view_tickets(actor, event):
        seen = fence(actor, event)
        note = _("of %(total)s the venue holds", total=event.capacity)
        yield Figure(
            label=_("Registered"),
            value=queries.count_valid(event.id, seen),
            note=note if seen.is_open else _("supported by your cluster"),
            url=url_for(LIST, slug=event.slug),
            order=50,
        )


@next_steps
def missing_tickets(actor: Actor) -> Iterator[NextStep]:
    """Tell organisers which of their coming events nobody can register for."""
    now = clock.now()
    own = list_managed_events(actor, Permission.TICKET_MANAGE)
    coming = [event for event in own if event.ends_at > now]
    ready = queries.events_with_types([event.id for event in coming])
    for event in coming:
        if event.id not in ready:
            yield NextStep(
                title=_("Add tickets to “%(event)s”", event=event.name),
                url=url_for("tickets.new_ticket_type", slug=event.slug),
                due_at=event.starts_at,
                zone=event.timezone,
                note=_("Nobody can register yet"),
                icon="ticket",
            )


@navigation
def entries(actor: Actor, event: Any) -> Iterator[NavItem]:
    """Lead organisers to the tickets of their event, the badge desk to its attendees."""
    if event is None or not can_view_tickets(actor, event):
        return
    page = "tickets.manage_tickets" if can_manage_tickets(actor, event) else LIST
    url = url_for(page, slug=event.slug)
    covers = TICKETS.addresses(slug=event.slug)
    yield NavItem(label=_("Tickets"), url=url, icon="ticket", order=50, covers=covers)
