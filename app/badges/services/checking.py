"""Looking at badges before they are printed."""

from collections.abc import Iterable, Sequence

from app.badges import queries
from app.badges.rules.preflight import Trouble, troubles_of
from app.badges.rules.sheets import SHEETS, SheetFormat
from app.badges.services.drawing import make_faces
from app.badges.services.printing import printable
from app.core.authz import Actor, authorize
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import fence
from app.tickets.models import Ticket

Checked = Sequence[tuple[Ticket, list[Trouble]]]


def check_badges(actor: Actor, event: Event, layout: SheetFormat) -> Checked:
    """Return whose badge is worth a look on a paper before it is printed, and why."""
    authorize(actor, Permission.TICKET_VIEW, event)
    tickets = queries.list_badge_tickets(event.id, seen=fence(actor, event))
    return troubled(tickets, layout)


def troubled(tickets: Iterable[Ticket], layout: SheetFormat) -> Checked:
    """Return the tickets whose names hardly fit a paper, or have letters that our font lacks.

    Those are set in another font, whose widths nobody measured.
    """
    bold, regular = make_faces()
    scale = SHEETS[layout].scale
    found = []
    for ticket in tickets:
        given = printable(ticket.given_name)
        names = given, printable(ticket.family_name), printable(ticket.organisation_name)
        if not all(map(bold.has, names)):
            found.append((ticket, [Trouble.LETTERS]))
        elif wrong := troubles_of(names, bold.width, regular.width, scale=scale):
            found.append((ticket, wrong))
    return found
