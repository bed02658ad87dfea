"""What was done with one registration, from the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.oversight.queries import LogFilter, list_entries, names_in
from app.tickets.models import Ticket

LONGEST = 50


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done: what, when, and by whom where somebody had signed in."""

    name: str
    at: datetime
    who: str | None


def history_of(actor: Actor, ticket: Ticket) -> Sequence[Done] | None:
    """Return what was done with a ticket, the latest first; None for whoever may not see it."""
    if not can(actor, Permission.ATTENDEE_VIEW, ticket):
        return None
    wanted = LogFilter(event_id=ticket.event_id, thing_id=ticket.id)
    entries = list_entries(wanted, limit=LONGEST)
    people = names_in(entries).people if entries else {}
    return [Done(one.name, one.at, people.get(one.actor_id or 0)) for one in entries]
