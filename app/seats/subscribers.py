"""What the worker does for the seats of companies: it reminds, and returns what is not filled."""

from app.core import clock, jobs
from app.core.facts import subscribe
from app.core.uow import unit_of_work
from app.seats.services.filling import note_cancelled
from app.seats.services.giving import (
    CLOSE_SEATS,
    REMIND_SEATS,
    close_when_over,
    remind_when_unfilled,
)
from app.tickets.facts import TicketCancelled


@subscribe(TicketCancelled)
def return_seat(fact: TicketCancelled) -> None:
    """Count a seat as returned whose holder cancelled."""
    note_cancelled(fact.ticket_id)


@jobs.task(CLOSE_SEATS)
def close_seats(seats_id: int) -> None:
    """Return the seats that a company did not fill; look again later where it still may."""
    with unit_of_work():
        wait = close_when_over(seats_id, clock.now())
        if wait is not None:
            jobs.enqueue(CLOSE_SEATS, delay=wait, seats_id=seats_id)


@jobs.task(REMIND_SEATS)
def remind_seats(seats_id: int, days: int) -> None:
    """Remind a company of the seats that it has not filled."""
    with unit_of_work():
        remind_when_unfilled(seats_id, days, clock.now())
