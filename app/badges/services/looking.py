"""How badges look, as the lead decides."""

from collections.abc import Sequence

from app.badges import queries
from app.badges.facts import BadgeLookChanged
from app.badges.models import BadgeLook
from app.badges.rules.looks import Look, telling
from app.badges.rules.preflight import Trouble
from app.badges.rules.sheets import SheetFormat
from app.badges.services.checking import troubled
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import fence
from app.tickets.models import Ticket


def change_look(actor: Actor, event: Event, look: Look) -> Look:
    """Decide how the badges of an event look."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    kept = db.session.get(BadgeLook, event.id)
    if kept is None:
        kept = BadgeLook(event_id=event.id)
        db.session.add(kept)
    kept.colours = dict(look.colours)
    kept.shows_organisation, kept.shows_logo = look.shows_organisation, look.shows_logo
    kept.motto = look.motto
    db.session.flush()
    record(BadgeLookChanged(actor_id=actor.person_id, event_id=event.id))
    return look


def samples(actor: Actor, event: Event) -> Sequence[Ticket]:
    """Return whose badges tell most: the shortest name, the longest, one of letters we lack."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    tickets = queries.list_badge_tickets(event.id, seen=fence(actor, event))
    shown = [tickets[number] for number in telling([one.name for one in tickets])]
    odd = [one for one, why in troubled(tickets, SheetFormat.A6) if Trouble.LETTERS in why]
    return [*shown, *(one for one in odd[:1] if one not in shown)]
