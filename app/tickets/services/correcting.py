"""Whoever holds a ticket changes by its secret address what stands on it."""

from typing import Any

from sqlalchemy import select, update

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.text import search_key
from app.tickets import queries
from app.tickets.facts import TicketChanged
from app.tickets.models import Ticket
from app.tickets.queries.transfers import names_until
from app.tickets.rules.changing import may_change
from app.tickets.rules.sales import OPEN


def change_by_link(actor: Actor, link: str, ticket_id: int, **values: Any) -> Ticket:
    """Change name, organisation or country as the holder; the code of the ticket stays."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    if not may_change(ticket.state, names_until(ticket.event), clock.now()):
        raise Conflict("names_frozen")
    return correct(actor, ticket, **values)


def correct(actor: Actor, ticket: Ticket, **values: Any) -> Ticket:
    """Change what stands on a ticket, for whoever has shown that they may."""
    # Whoever changes another part meanwhile waits: a search looks for the words of all parts.
    locked = select(Ticket).where(Ticket.id == ticket.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    named = {name: getattr(ticket, name) for name in ("given_name", "family_name")} | values
    place = named.get("organisation_name", ticket.organisation_name)
    key = search_key(named["family_name"], named["given_name"], place, ticket.email)[:500]
    rule = update(Ticket).where(Ticket.id == ticket.id, Ticket.state.in_(OPEN))
    rule = rule.where(Ticket.epoch == ticket.epoch)
    done = rule.values(search_key=key, **values).returning(Ticket.id)
    if db.session.scalar(done) is None:
        raise Conflict("ticket_not_valid")
    db.session.refresh(ticket)
    record(TicketChanged(actor_id=actor.person_id, event_id=ticket.event_id, ticket_id=ticket.id))
    return ticket
