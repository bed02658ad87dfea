"""Tickets for programs."""

from typing import Any

from flask import request

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event, get_visible_event
from app.tickets import queries, schemas, services
from app.tickets.api import changing, coming, questions, requests, transfers, vouchers, waiting
from app.tickets.api.frame import blueprint
from app.tickets.queries import AttendeeFilter
from app.tickets.services.redeeming import terms_for
from app.web.guards import actor, token, writes
from app.web.paging import page_of

__all__ = [
    "blueprint",
    "changing",
    "coming",
    "questions",
    "requests",
    "transfers",
    "vouchers",
    "waiting",
]


@blueprint.route("/events/<slug>/ticket-types", methods=["GET"])
@blueprint.response(200, schemas.TicketTypeOut(many=True))
@token
def list_ticket_types(slug: str) -> Any:
    """List the kinds of tickets of an event that everybody may have."""
    event = get_visible_event(actor(), slug)
    return queries.list_ticket_types(event.id, public_only=True)


@blueprint.route("/events/<slug>/ticket-types", methods=["POST"])
@blueprint.arguments(schemas.NewTicketTypeForm)
@blueprint.response(201, schemas.TicketTypeOut)
@token
@writes
def add_ticket_type(data: dict[str, Any], slug: str) -> Any:
    """Add a kind of ticket, with places of its own (`size`), shared ones (`quotas`) or both."""
    event = get_managed_event(actor(), slug)
    values = schemas.ticket_type_in(data, event.timezone)
    return services.add_ticket_type(actor(), event, **values)


@blueprint.route("/events/<slug>/ticket-types/<id:ticket_type_id>", methods=["PATCH"])
@blueprint.arguments(schemas.TicketTypeForm(partial=True))
@blueprint.response(200, schemas.TicketTypeOut)
@token
@writes
def change_ticket_type(changes: dict[str, Any], slug: str, ticket_type_id: int) -> Any:
    """Change the words, the window and who may see a kind of ticket."""
    event = get_managed_event(actor(), slug)
    chosen = queries.get_ticket_type(ticket_type_id, event.id)
    values = schemas.ticket_type_changes_in(changes, event.timezone)
    return services.edit_ticket_type(actor(), chosen, **values)


@blueprint.route("/events/<slug>/add-ons", methods=["GET"])
@blueprint.response(200, schemas.AddOnOut(many=True))
@token
def list_add_ons(slug: str) -> Any:
    """List what can be had with an event's tickets: workshops, visits, dinners."""
    event = get_visible_event(actor(), slug)
    return [one for one in queries.list_add_ons(event.id) if one.is_offered]


@blueprint.route("/events/<slug>/add-ons", methods=["POST"])
@blueprint.arguments(schemas.NewAddOnForm)
@blueprint.response(201, schemas.AddOnOut)
@token
@writes
def add_add_on(data: dict[str, Any], slug: str) -> Any:
    """Add something to have with a ticket, with places of its own (`size`), shared ones or both."""
    event = get_managed_event(actor(), slug)
    return services.add_add_on(actor(), event, **schemas.add_on_in(data, event.timezone))


@blueprint.route("/events/<slug>/add-ons/<id:add_on_id>", methods=["PATCH"])
@blueprint.arguments(schemas.AddOnForm(partial=True))
@blueprint.response(200, schemas.AddOnOut)
@token
@writes
def change_add_on(changes: dict[str, Any], slug: str, add_on_id: int) -> Any:
    """Change something to have with a ticket; who has it keeps it as it was agreed."""
    event = get_managed_event(actor(), slug)
    chosen = queries.get_add_on(add_on_id, event.id)
    return services.edit_add_on(actor(), chosen, **schemas.add_on_in(changes, event.timezone))


@blueprint.route("/tickets/<id:ticket_id>/approve", methods=["POST"])
@blueprint.response(200, schemas.TicketOut)
@token
@writes
def approve_ticket(ticket_id: int) -> Any:
    """Let somebody come who asked to; the ticket takes its place now."""
    ticket = queries.get_ticket(ticket_id)
    services.approve_ticket(actor(), ticket)
    return ticket


@blueprint.route("/tickets/<id:ticket_id>/decline", methods=["POST"])
@blueprint.arguments(schemas.DeclineForm)
@blueprint.response(200, schemas.TicketOut)
@token
@writes
def decline_ticket(data: dict[str, Any], ticket_id: int) -> Any:
    """Tell somebody who asked to come that they cannot, and why."""
    ticket = queries.get_ticket(ticket_id)
    services.decline_ticket(actor(), ticket, data["reason"])
    return ticket


@blueprint.route("/events/<slug>/quotas", methods=["GET"])
@blueprint.response(200, schemas.QuotaOut(many=True))
@token
def list_quotas(slug: str) -> Any:
    """List the numbers of places of an event: how many are taken, held and free."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return queries.list_quotas(event.id)


@blueprint.route("/events/<slug>/quotas", methods=["POST"])
@blueprint.arguments(schemas.NewQuotaForm)
@blueprint.response(201, schemas.QuotaOut)
@token
@writes
def add_quota(data: dict[str, Any], slug: str) -> Any:
    """Add a number of places, of everybody or of one country or cluster alone."""
    return services.add_quota(actor(), get_managed_event(actor(), slug), **data)


@blueprint.route("/events/<slug>/holds", methods=["POST"])
@blueprint.arguments(schemas.HoldForm)
@blueprint.response(201, schemas.HoldOut)
@token
@writes
def hold_places(data: dict[str, Any], slug: str) -> Any:
    """Have places held for an order with the same key; asked again, the hold is changed."""
    event = get_visible_event(actor(), slug)
    terms = terms_for(event, data.get("access_code") or "", network=request.remote_addr or "")
    return services.hold_places(
        actor(),
        event,
        schemas.tickets_in(data),
        client_key=data["client_key"],
        add_ons=schemas.add_ons_in(data),
        terms=terms,
    )


@blueprint.route("/events/<slug>/holds/release", methods=["POST"])
@blueprint.arguments(schemas.ReleaseForm)
@blueprint.response(204)
@token
@writes
def release_hold(data: dict[str, Any], slug: str) -> None:
    """Give back what is held under a key."""
    services.release(actor(), get_visible_event(actor(), slug), data["client_key"])


@blueprint.route("/events/<slug>/quotas/<id:quota_id>", methods=["PATCH"])
@blueprint.arguments(schemas.QuotaForm)
@blueprint.response(200, schemas.QuotaOut)
@token
@writes
def resize_quota(data: dict[str, Any], slug: str, quota_id: int) -> Any:
    """Change how many places there are, never below those that are taken."""
    event = get_managed_event(actor(), slug)
    return services.resize_quota(actor(), queries.get_quota(quota_id, event.id), data["size"])


@blueprint.route("/events/<slug>/orders", methods=["POST"])
@blueprint.arguments(schemas.OrderForm)
@blueprint.response(201, schemas.OrderOut)
@token
@writes
def place_order(data: dict[str, Any], slug: str) -> Any:
    """Register people, all or none; a repeat with the same key is answered like the first."""
    event = get_visible_event(actor(), slug)
    key = data.get("client_key")
    attendees = [schemas.attendee_in(one) for one in data["attendees"]]
    code, network = data.get("access_code") or "", request.remote_addr or ""
    terms = terms_for(event, code, network=network, channel="api")
    order = services.place_order(actor(), event, attendees, client_key=key, terms=terms)
    return {
        "id": order.id,
        "email": order.email,
        "currency": order.currency,
        "link": queries.order_link(order),
        "created_at": order.created_at,
        "tickets": order.tickets,
    }


@blueprint.route("/events/<slug>/tickets", methods=["GET"])
@blueprint.arguments(schemas.TicketQuery, location="query")
@blueprint.response(200, schemas.TicketPage)
@token
def list_tickets(query: dict[str, Any], slug: str) -> Any:
    """List an event's tickets, for its team."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_VIEW, event)
    seen = fence(actor(), event)
    state = query.get("state") or "valid"
    wanted = AttendeeFilter(
        text=query.get("text") or "",
        ticket_type_id=query.get("ticket_type"),
        cluster_id=query.get("cluster"),
        state=None if state == "all" else state,
        agrees_to=query["agrees_to"],
    )
    return page_of(
        query,
        lambda after, limit: queries.list_tickets(
            event.id, wanted, seen=seen, after=after, limit=limit
        ),
    )


@blueprint.route("/events/<slug>/tickets/hand-over", methods=["POST"])
@blueprint.arguments(schemas.HandOverForm)
@blueprint.response(200, schemas.MovedOut)
@token
@writes
def hand_over(data: dict[str, Any], slug: str) -> Any:
    """Let another of the event's clusters support some participants, at most fifty at a time."""
    event = get_managed_event(actor(), slug)
    return {"moved": services.hand_over(actor(), event, data["ticket_ids"], data["cluster_id"])}


@blueprint.route("/tickets/<id:ticket_id>/validate", methods=["POST"])
@blueprint.response(200, schemas.TicketOut)
@token
@writes
def validate_ticket(ticket_id: int) -> Any:
    """Say that a participant is one of your cluster's own."""
    ticket = queries.get_ticket(ticket_id)
    services.validate_attendee(actor(), ticket)
    return ticket


@blueprint.route("/tickets/<id:ticket_id>", methods=["GET"])
@blueprint.response(200, schemas.TicketWithCodeOut)
@token
def get_ticket(ticket_id: int) -> Any:
    """Get a ticket with the code of its badge."""
    ticket = queries.get_ticket(ticket_id)
    authorize(actor(), Permission.ATTENDEE_VIEW, ticket)
    values = {name: getattr(ticket, name) for name in schemas.TicketOut().fields}
    return values | {"code": queries.token_of(ticket)}


@blueprint.route("/tickets/<id:ticket_id>/cancel", methods=["POST"])
@blueprint.response(200, schemas.TicketOut)
@token
@writes
def cancel_ticket(ticket_id: int) -> Any:
    """Cancel a ticket and free its place."""
    ticket = queries.get_ticket(ticket_id)
    services.cancel_ticket(actor(), ticket)
    return ticket


@blueprint.route("/tickets/<id:ticket_id>/reissue", methods=["POST"])
@blueprint.response(200, schemas.TicketOut)
@token
@writes
def reissue_ticket(ticket_id: int) -> Any:
    """Give a ticket a new code; badges with the old one no longer count."""
    ticket = queries.get_ticket(ticket_id)
    services.reissue_ticket(actor(), ticket)
    return ticket
