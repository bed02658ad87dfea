"""Printers of badges, and badges that wait at them, for tests."""

from app.badges.models import BadgePrint, BadgePrinter
from app.events.models import Event
from app.tickets.models import Ticket
from tests.factories import numbers, saved


def make_printer(event: Event) -> BadgePrinter:
    """Make a printer that badges can wait for."""
    return saved(lambda: BadgePrinter(event_id=event.id, name=f"Desk {next(numbers)}"))


def make_print(ticket: Ticket, at: BadgePrinter) -> BadgePrint:
    """Let a ticket's badge wait at a printer."""
    values = {"event_id": ticket.event_id, "epoch": ticket.epoch, "printer_id": at.id}
    return saved(lambda: BadgePrint(ticket_id=ticket.id, key_number=0, **values))


def make_queued(ticket: Ticket) -> dict[str, int]:
    """Let a ticket's badge wait at a printer of its own; return the ids of both."""
    printer = make_printer(ticket.event)
    return {"print_id": make_print(ticket, printer).id, "printer_id": printer.id}
