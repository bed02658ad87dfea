"""Tickets that go to a colleague, for programs, and what holders may do by themselves."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.core.times import to_instant
from app.events.queries import get_managed_event
from app.tickets import schemas as tickets
from app.tickets.api.frame import blueprint
from app.tickets.queries.coming import is_asking
from app.tickets.queries.transfers import get_transfer_by_link, names_until
from app.tickets.schemas import transfers as schemas
from app.tickets.services import transferring as services
from app.web.guards import actor, token, writes


@blueprint.route("/ticket-links/<link>/<id:ticket_id>/transfer", methods=["POST"])
@blueprint.arguments(schemas.TransferForm)
@blueprint.response(202, schemas.TransferOut)
@token
@writes
def offer_transfer(data: dict[str, Any], link: str, ticket_id: int) -> Any:
    """Let a colleague take a ticket; the link to do so goes to them by mail."""
    return services.offer_transfer(actor(), link, ticket_id, data["email"])


@blueprint.route("/ticket-links/<link>/<id:ticket_id>/transfer/withdraw", methods=["POST"])
@blueprint.response(204)
@token
@writes
def withdraw_transfer(link: str, ticket_id: int) -> None:
    """Keep a ticket that a colleague has not taken yet."""
    services.withdraw_transfer(actor(), link, ticket_id)


@blueprint.route("/ticket-transfers/<link>/accept", methods=["POST"])
@blueprint.arguments(schemas.AcceptForm)
@blueprint.response(200, tickets.TicketOut)
@token
@writes
def accept_transfer(data: dict[str, Any], link: str) -> Any:
    """Take a ticket with the secret link of the mail; it has another code then."""
    person = schemas.person_in(data, get_transfer_by_link(link))
    return services.accept_transfer(actor(), link, person)


@blueprint.route("/events/<slug>/holder-rules", methods=["GET"])
@blueprint.response(200, schemas.HolderRulesOut)
@token
def get_holder_rules(slug: str) -> Any:
    """Get what holders of tickets may do by themselves, and until when."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return _rules(event)


def _rules(event: Any) -> dict[str, Any]:
    return {"names_until": names_until(event), "asks_coming": is_asking(event)}


@blueprint.route("/events/<slug>/holder-rules", methods=["PUT"])
@blueprint.arguments(schemas.HolderRulesForm)
@blueprint.response(200, schemas.HolderRulesOut)
@token
@writes
def set_holder_rules(data: dict[str, Any], slug: str) -> Any:
    """Say until when holders may change names, and whether they are asked if they come."""
    event = get_managed_event(actor(), slug)
    until = to_instant(data["names_until"], event.timezone)
    services.set_holder_rules(actor(), event, **data | {"names_until": until})
    return _rules(event)
