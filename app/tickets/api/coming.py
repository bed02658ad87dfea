"""Whether people come, for programs."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.tickets import services
from app.tickets.api.frame import blueprint
from app.tickets.queries.coming import count_coming
from app.tickets.schemas.transfers import ComingOut, ConfirmationOut
from app.tickets.services.coming import confirm_coming
from app.web.guards import actor, token, writes


@blueprint.route("/ticket-links/<link>/<id:ticket_id>/coming", methods=["POST"])
@blueprint.response(200, ConfirmationOut)
@token
@writes
def confirm(link: str, ticket_id: int) -> Any:
    """Say that whoever has the ticket comes, if they were asked."""
    return confirm_coming(actor(), link, ticket_id)


@blueprint.route("/ticket-links/<link>/<id:ticket_id>/cancel", methods=["POST"])
@blueprint.response(204)
@token
@writes
def give_back(link: str, ticket_id: int) -> None:
    """Give the place of a ticket back by its secret address."""
    services.cancel_by_link(actor(), link, ticket_id)


@blueprint.route("/events/<slug>/coming", methods=["GET"])
@blueprint.response(200, ComingOut)
@token
def get_coming(slug: str) -> Any:
    """Count who was asked whether they come, and what they said."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return count_coming(event.id)
