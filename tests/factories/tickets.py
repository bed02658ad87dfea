"""Quotas, ticket types and tickets for tests."""

from typing import Any

from app.core.db import db
from app.events.models import Event
from app.tickets.models import Order, Quota, Ticket, TicketType
from tests.factories import numbers, saved


def make_ticket_type(event: Event, *, size: int = 100, **values: Any) -> TicketType:
    """Make a public ticket type with a quota of its own."""
    quota = saved(lambda: Quota(event_id=event.id, name="Main hall", size=size))
    name = values.pop("name", None) or f"Ticket {next(numbers)}"
    return saved(lambda: TicketType(event_id=event.id, quota_id=quota.id, name=name, **values))


def make_ticket(ticket_type: TicketType, **values: Any) -> Ticket:
    """Make a valid ticket with an order of its own; it takes one place."""
    email = values.pop("email", None) or f"guest{next(numbers)}@example.org"
    order = saved(lambda: Order(event_id=ticket_type.event_id, email=email))
    defaults = {
        "event_id": ticket_type.event_id,
        "order_id": order.id,
        "ticket_type_id": ticket_type.id,
        "supported_by_id": ticket_type.event.lead_organisation_id,
        "given_name": "Νίκος",
        "family_name": "Παππάς",
        "organisation_name": "Θεσσαλικός Μεταλλουργικός Όμιλος",
        "country": "GR",
        "email": email,
    }

    def make() -> Ticket:
        quota = db.session.get(Quota, ticket_type.quota_id)
        assert quota is not None
        quota.taken += 1
        return Ticket(**(defaults | values))

    return saved(make)
