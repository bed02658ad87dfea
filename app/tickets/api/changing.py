"""What whoever holds a ticket does with it, for programs."""

from typing import Any

from app.tickets import schemas
from app.tickets.api.frame import blueprint
from app.tickets.schemas.changing import HolderForm, holder_in
from app.tickets.services.correcting import change_by_link
from app.web.guards import actor, token, writes


@blueprint.route("/ticket-links/<link>/<id:ticket_id>", methods=["PATCH"])
@blueprint.arguments(HolderForm(partial=True))
@blueprint.response(200, schemas.TicketOut)
@token
@writes
def change_ticket(data: dict[str, Any], link: str, ticket_id: int) -> Any:
    """Change name, organisation or country by the secret address of the ticket's page."""
    return change_by_link(actor(), link, ticket_id, **holder_in(data))
