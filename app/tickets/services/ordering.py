"""Registering: places are taken by one guarded update, and the database is the referee."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.text import search_key
from app.events.models import Event
from app.privacy.messages import wording_of
from app.privacy.queries import list_asked
from app.privacy.rules.purposes import Channel, Reply
from app.privacy.services.consenting import note_answer
from app.tickets import queries
from app.tickets.facts import TicketRegistered
from app.tickets.models import Order, Ticket, TicketType
from app.tickets.queries.support import clusters_of, supporting_clusters
from app.tickets.rules.attendees import Attendee
from app.tickets.rules.places import MOST_AT_ONCE, count_places, is_within
from app.tickets.rules.sales import Sale, sale_state
from app.tickets.rules.support import Support, choose_support
from app.tickets.services.places import key_of_hold, note_places, quotas_of, take_places

WALK_IN = "walk_in"


def register(
    actor: Actor,
    event: Event,
    attendee: Attendee,
    *,
    client_key: str | None = None,
    invited_by: int | None = None,
) -> Order:
    """Register one person, whom one of the event's clusters may have invited."""
    return place_order(actor, event, [attendee], client_key=client_key, invited_by=invited_by)


def register_walk_in(
    actor: Actor, event: Event, attendee: Attendee, *, client_key: str | None = None
) -> Order:
    """Register somebody who stands at the badge desk, also for tickets that are not public."""
    authorize(actor, Permission.TICKET_VIEW, event)
    return place_order(actor, event, [attendee], client_key=client_key, channel=WALK_IN)


def place_order(
    actor: Actor,
    event: Event,
    attendees: Sequence[Attendee],
    *,
    client_key: str | None = None,
    channel: str = "web",
    invited_by: int | None = None,
) -> Order:
    """Take a place for each attendee, all or none; a repeated order is answered like the first."""
    authorize(actor, Permission.TICKET_REGISTER, event)
    if event.state in queries.OVER and channel != WALK_IN:
        raise Conflict("registration_closed", field="ticket_type")
    key = client_key and _scoped_key(actor, event, attendees, client_key)
    order = _insert_order(actor, event, attendees, key, channel)
    if order is None:
        return _placed_before(str(key))
    types = _check_types(event, attendees, channel)
    supported = _find_support(actor, event, attendees, invited_by)
    places = [
        quotas_of(types[attendee.ticket_type], attendee.country, support.cluster_id)
        for attendee, (_own, support) in zip(attendees, supported, strict=True)
    ]
    held = client_key and key_of_hold(actor, event, client_key)
    take_places(count_places(places), client_key=held or None)
    tickets = [
        _add_ticket(actor, order, attendee, organisation_id, support)
        for attendee, (organisation_id, support) in zip(attendees, supported, strict=True)
    ]
    db.session.flush()
    note_places((one.id, taken) for one, taken in zip(tickets, places, strict=True))
    # Whom a cluster invited comes by a link that was mailed to the address.
    way = Channel.REGISTRATION if invited_by is None else Channel.INVITATION
    for attendee in attendees:
        _note_consents(actor, event.id, attendee, way)
    return order


def _find_support(
    actor: Actor, event: Event, attendees: Sequence[Attendee], invited_by: int | None
) -> list[tuple[int | None, Support]]:
    """Return each attendee's own organisation, and the cluster that looks after them."""
    clusters, found = supporting_clusters(event), []
    for attendee in attendees:
        organisation_id = _own_organisation(actor, attendee)
        support = choose_support(
            clusters,
            invited_by=invited_by,
            memberships=clusters_of(organisation_id),
            country=attendee.country,
        )
        found.append((organisation_id, support))
    return found


def _scoped_key(actor: Actor, event: Event, attendees: Sequence[Attendee], client_key: str) -> str:
    """Bind a client's key to who sent what, so that nobody gets another's order for it."""
    sent = [event.id, actor.person_id, client_key, [asdict(attendee) for attendee in attendees]]
    return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()


def _insert_order(
    actor: Actor,
    event: Event,
    attendees: Sequence[Attendee],
    key: str | None,
    channel: str,
) -> Order | None:
    """Insert the order; None if one with its key is there, also if that one came just now."""
    values = {
        "id": new_id(),
        "event_id": event.id,
        "person_id": actor.person_id,
        "email": attendees[0].email if attendees else "",
        "client_key": key,
        "channel": channel,
        "link_epoch": 0,
        "created_at": clock.now(),
    }
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    statement = insert(Order).values(**values)
    statement = statement.on_conflict_do_nothing(index_elements=["client_key"]).returning(Order)
    found: Order | None = db.session.scalar(statement)
    return found


def _placed_before(key: str) -> Order:
    order = queries.find_order_by_key(key)
    if order is None:
        raise Conflict
    return order


def _check_types(
    event: Event, attendees: Sequence[Attendee], channel: str
) -> Mapping[int, TicketType]:
    """Return the ticket types by id if every one of them can be had now."""
    if not 1 <= len(attendees) <= MOST_AT_ONCE:
        raise Invalid("invalid", field="attendees")
    types = {one.id: one for one in queries.list_ticket_types(event.id)}
    for attendee in attendees:
        chosen = types.get(attendee.ticket_type)
        if chosen is None or not (chosen.is_public or channel == WALK_IN):
            raise Invalid("not_on_sale", field="ticket_type")
        if channel != WALK_IN and _sale(event, chosen) in (Sale.NOT_YET, Sale.OVER):
            raise Conflict("not_on_sale", field="ticket_type")
    if channel != WALK_IN:
        _check_numbers(types, attendees)
    return types


def _check_numbers(types: Mapping[int, TicketType], attendees: Sequence[Attendee]) -> None:
    """Refuse more or fewer tickets of a kind than one order may have."""
    for type_id, count in Counter(one.ticket_type for one in attendees).items():
        kind = types[type_id]
        if not is_within(count, kind.least, kind.most):
            raise Invalid("wrong_number", field="attendees", least=kind.least, most=kind.most)


def _sale(event: Event, chosen: TicketType) -> Sale:
    return sale_state(
        now=clock.now(),
        start=chosen.on_sale_from,
        end=chosen.on_sale_until,
        event_ends_at=event.ends_at,
        left=1,
    )


def _add_ticket(
    actor: Actor,
    order: Order,
    attendee: Attendee,
    organisation_id: int | None,
    support: Support,
) -> Ticket:
    values = asdict(attendee)
    del values["consents"]
    ticket = Ticket(
        id=new_id(),
        event_id=order.event_id,
        order=order,
        ticket_type_id=values.pop("ticket_type"),
        organisation_id=organisation_id,
        supported_by_id=support.cluster_id,
        support_reason=support.reason,
        is_walk_in=order.channel == WALK_IN,
        search_key=search_key(
            attendee.family_name, attendee.given_name, attendee.organisation_name, attendee.email
        )[:500],
        **values,
    )
    db.session.add(ticket)
    record(
        TicketRegistered(
            actor_id=actor.person_id,
            event_id=order.event_id,
            ticket_id=ticket.id,
            order_id=order.id,
            ticket_type_id=ticket.ticket_type_id,
            email=attendee.email,
            channel=order.channel,
        )
    )
    return ticket


def _note_consents(actor: Actor, event_id: int, attendee: Attendee, channel: Channel) -> None:
    """Record what an attendee agreed to of what the event asks; the rest is no answer."""
    if not attendee.consents:
        return
    for purpose in list_asked(event_id):
        if purpose in attendee.consents:
            language, text = wording_of(purpose)
            reply = Reply(
                purpose=purpose,
                language=language,
                text=text,
                event_id=event_id,
                is_given=True,
                channel=channel,
            )
            note_answer(actor, attendee.email, reply)


def _own_organisation(actor: Actor, attendee: Attendee) -> int | None:
    """Return the organisation of somebody who registers in person and belongs to just one."""
    is_self = actor.is_signed_in and actor.email.casefold() == attendee.email.casefold()
    if not is_self or len(actor.organisation_ids) != 1:
        return None
    return next(iter(actor.organisation_ids))
