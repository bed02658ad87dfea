"""Seats of companies for tests."""

from datetime import timedelta
from typing import Any

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.uow import unit_of_work
from app.events.models import Event
from app.seats import queries, services
from app.tickets.models import TicketType
from app.tickets.rules.attendees import Attendee
from tests.factories import numbers
from tests.factories.tickets import make_ticket_type


def make_company_seats(event: Event, kind: TicketType | None = None, **values: Any) -> Any:
    """Give a company three seats that end before the event does."""
    kind = kind or make_ticket_type(event)
    who = {"company": "Νότος ΑΕ", "email": f"office{next(numbers)}@example.org"}
    until = min(event.ends_at, clock.now() + timedelta(days=1))
    given = {"ticket_type": kind.id, "seats": 3, "until": until}
    with unit_of_work():
        return services.give_seats(SYSTEM, event, **(given | who | values))


def make_used_seats(event: Event, name: str, **values: Any) -> dict[str, Any]:
    """Give a company seats, fill one and promise another; return their ids and addresses."""
    given = make_company_seats(event, **values)
    link = queries.seats_link(given)
    who = Attendee(
        ticket_type=given.ticket_type_id,
        given_name=name,
        family_name="Seated",
        email=f"seated{next(numbers)}@example.org",
    )
    with unit_of_work():
        ticket = services.fill_seat(ANONYMOUS, link, who).tickets[0]
        one = services.invite(ANONYMOUS, link, f"invited{next(numbers)}@example.org")
    ids = {"seats_id": given.id, "seated_id": ticket.id, "seat_invitation_id": one.id}
    return {"ids": ids, "seats_link": link, "seat_link": queries.invitation_link(one)}
