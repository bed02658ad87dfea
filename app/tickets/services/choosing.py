"""The holder gives an add-on back, or takes one while places are left."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.tickets import queries
from app.tickets.facts import AddOnGivenBack, AddOnTaken
from app.tickets.models import AddOn, Ticket, TicketAddOn
from app.tickets.rules.add_ons import Keep, why_fixed
from app.tickets.rules.sales import TicketState
from app.tickets.services.places import change_add_on_places, quotas_of


def choose_add_ons(actor: Actor, link: str, ticket_id: int, chosen: Collection[int]) -> Ticket:
    """Let a valid ticket have exactly some add-ons, as whoever has its secret address.

    What costs money was agreed with the order and stays as it is; so does what has begun.
    """
    ticket = queries.get_ticket_by_link(link, ticket_id)
    # Whoever chooses meanwhile waits, so that nothing is taken or given back twice.
    locked = select(Ticket).where(Ticket.id == ticket.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    db.session.expire(ticket, ["add_ons"])
    if ticket.state != TicketState.VALID:
        raise Conflict("ticket_not_valid", field="add_ons")
    has = {one.add_on_id for one in ticket.add_ons}
    added, dropped = set(chosen) - has, has - set(chosen)
    offered = {one.id: one for one in queries.list_add_ons(ticket.event_id)}
    _check(ticket, offered, added, dropped)
    _move(ticket, [offered[one] for one in sorted(added)], dropped)
    about: dict[str, Any] = {"actor_id": actor.person_id, "event_id": ticket.event_id}
    about["ticket_id"] = ticket.id
    for one in sorted(dropped):
        record(AddOnGivenBack(add_on_id=one, **about))
    for one in sorted(added):
        record(AddOnTaken(add_on_id=one, **about))
    return ticket


def _check(
    ticket: Ticket, offered: dict[int, AddOn], added: Collection[int], dropped: Collection[int]
) -> None:
    """Refuse what does not go with the ticket, and what is fixed."""
    for one in added:
        found = offered.get(one)
        if found is None or not found.is_offered or not found.is_for(ticket.ticket_type_id):
            raise Invalid("add_on_not_for_ticket", field="add_ons")
    agreed = {one.add_on_id: one.price for one in ticket.add_ons}
    for one in [*added, *dropped]:
        price = agreed.get(one, offered[one].price)
        keep = why_fixed(price, offered[one].starts_at, ticket.event.ends_at, clock.now())
        if keep is not None:
            raise Conflict(
                "add_on_begun" if keep is Keep.BEGUN else "add_on_costs", field="add_ons"
            )


def _move(ticket: Ticket, added: Collection[AddOn], dropped: Collection[int]) -> None:
    """Take and give back add-ons and their places, each place of a quota by one update."""
    gone = TicketAddOn.ticket_id == ticket.id, TicketAddOn.add_on_id.in_(dropped)
    db.session.execute(delete(TicketAddOn).where(*gone))
    wanted = [
        (quota_id, one.id)
        for one in added
        for quota_id in quotas_of(one, ticket.country, ticket.supported_by_id)
    ]
    try:
        change_add_on_places(ticket.id, dropped, wanted)
    except Conflict as error:
        raise Conflict("add_on_full", field="add_ons") from error
    db.session.add_all(TicketAddOn(ticket_id=ticket.id, add_on_id=one.id) for one in added)
    db.session.flush()
    db.session.expire(ticket, ["add_ons"])
