"""Badges on paper: asked for here, drawn by the worker."""

import unicodedata

from app.badges import queries
from app.badges.facts import BadgesRequested
from app.badges.rules.layout import SheetFormat
from app.badges.services.drawing import Badge
from app.core import jobs
from app.core.authz import Actor, authorize
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.core.work import Work, kind_needs, start_work
from app.events.models import Event
from app.events.policies import Fence, fence
from app.events.queries import get_event_by_id
from app.tickets.models import Ticket
from app.tickets.queries import AttendeeFilter, Codes, codes_of, count_attendees, private_key

MAKE_BADGES = "make_badges"
KIND = "badges"

kind_needs(
    KIND,
    Permission.BADGE_PRINT,
    get_event_by_id,
    reach=lambda actor, event: fence(actor, event).clusters,
)


def start_badges(
    actor: Actor, event: Event, *, layout: SheetFormat, ticket_type: int | None, **page: str
) -> Work:
    """Ask for the badges of an event, or of one kind of ticket, as a PDF."""
    authorize(actor, Permission.BADGE_PRINT, event)
    seen = fence(actor, event)
    wanted = AttendeeFilter(ticket_type_id=ticket_type)
    if count_attendees(event.id, wanted, seen=seen) == 0:
        raise Conflict("no_badges")
    work = start_work(actor, KIND, event.id, clusters=seen.clusters, **page)
    record(BadgesRequested(actor_id=actor.person_id, event_id=event.id, work_id=work.id))
    jobs.enqueue(
        MAKE_BADGES,
        work_id=work.id,
        event_id=event.id,
        layout=layout.value,
        ticket_type=ticket_type,
        clusters=None if seen.clusters is None else sorted(seen.clusters),
    )
    return work


def load_badges(event_id: int, ticket_type: int | None, seen: Fence) -> list[Badge]:
    """Return what the badges of an event's valid tickets within a fence say."""
    key = private_key(event_id)
    tickets = queries.list_badge_tickets(event_id, ticket_type, seen=seen)
    return [badge_of(ticket, codes_of(ticket, key)) for ticket in tickets]


def badge_of(ticket: Ticket, codes: Codes) -> Badge:
    """Return what a ticket's badge says."""
    return Badge(
        given_name=_printable(ticket.given_name),
        family_name=_printable(ticket.family_name),
        organisation=_printable(ticket.organisation_name),
        role=_printable(ticket.role_label or ticket.ticket_type.name),
        audience=ticket.ticket_type.audience,
        code=codes.token,
        typed_code=codes.letters,
    )


def _printable(text: str) -> str:
    """Return a text in whole letters, without control characters, with single spaces."""
    whole = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())
