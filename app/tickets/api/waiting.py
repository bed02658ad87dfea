"""The waiting list for programs."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event, get_visible_event
from app.tickets import queries, services
from app.tickets.api.frame import blueprint
from app.tickets.queries import waiting as lists
from app.tickets.schemas import waiting as schemas
from app.web.guards import actor, token, writes
from app.web.paging import PageQuery, page_of


@blueprint.route("/events/<slug>/waiting-list", methods=["POST"])
@blueprint.arguments(schemas.JoinListForm)
@blueprint.response(202, schemas.JoinedListOut)
@token
@writes
def join_waiting_list(data: dict[str, Any], slug: str) -> Any:
    """Wait for a ticket that is full; the address gets a mail with the link to the entry."""
    event = get_visible_event(actor(), slug)
    kind = queries.get_ticket_type(data["ticket_type"], event.id)
    code = data.get("access_code") or ""
    services.join_waiting_list(actor(), kind, schemas.group_in(data), access_code=code)
    return {"ticket_type_id": kind.id, "email": data["email"], "places": data["places"]}


@blueprint.route("/waiting-list/<link>/leave", methods=["POST"])
@blueprint.response(204)
@token
@writes
def leave_waiting_list(link: str) -> None:
    """Leave the list, or decline what is offered, with the secret link of the mail."""
    services.leave_waiting_list(actor(), link)


@blueprint.route("/events/<slug>/waiting-list", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.WaitingListPage)
@token
def list_waiting(query: dict[str, Any], slug: str) -> Any:
    """List who waited or waits for tickets of an event, for its team."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_VIEW, event)
    seen = fence(actor(), event)
    return page_of(
        query, lambda after, limit: lists.list_entries(event.id, seen, after=after, limit=limit)
    )


@blueprint.route("/waiting-list/<id:entry_id>/offer", methods=["POST"])
@blueprint.arguments(schemas.WaitingReasonForm)
@blueprint.response(200, schemas.WaitingEntryOut)
@token
@writes
def offer_places(data: dict[str, Any], entry_id: int) -> Any:
    """Offer places to a group before its turn, and say why."""
    entry = lists.get_entry(entry_id)
    services.offer_now(actor(), entry, data["reason"])
    return entry
