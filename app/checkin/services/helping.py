"""What the desk puts right on a ticket while its holder stands there."""

from typing import Any

from app.checkin.queries import setup
from app.core.authz import Actor, authorize
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets.models import Ticket
from app.tickets.services.correcting import correct
from app.tickets.services.holding import renew_code


def fix_name(actor: Actor, event: Event, ticket_id: int, **values: Any) -> Ticket:
    """Correct the name or the organisation on a ticket; its code stays."""
    authorize(actor, Permission.CHECKIN_ADMIT, event)
    return correct(actor, setup.get_ticket(event.id, ticket_id), **values)


def renew_at_desk(actor: Actor, event: Event, ticket_id: int) -> Ticket:
    """Give a ticket a new code, which ends the one on the badge that was lost."""
    authorize(actor, Permission.CHECKIN_ADMIT, event)
    ticket = setup.get_ticket(event.id, ticket_id)
    renew_code(actor, ticket)
    return ticket
