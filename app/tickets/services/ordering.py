"""Registering: places are taken by one guarded update, and the database is the referee."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import set_committed_value

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
from app.tickets.facts import OrderPlaced
from app.tickets.models import AddOn, Order, Ticket, TicketAddOn, TicketType
from app.tickets.queries.questions import Place
from app.tickets.queries.support import clusters_of, supporting_clusters
from app.tickets.rules.add_ons import is_allowed
from app.tickets.rules.attendees import Attendee
from app.tickets.rules.places import MOST_AT_ONCE, is_within
from app.tickets.rules.sales import Sale, TicketState, first_state, is_shown, sale_state
from app.tickets.rules.support import Support, choose_support
from app.tickets.rules.terms import PUBLIC, WALK_IN, Terms
from app.tickets.services.admitting import tell_state
from app.tickets.services.answering import note_answers
from app.tickets.services.places import (
    draw_places,
    key_of_hold,
    note_places,
    places_of_ticket,
    take_places,
)
from app.tickets.services.redeeming import redeem


def register(
    actor: Actor,
    event: Event,
    attendee: Attendee,
    *,
    client_key: str | None = None,
    invited_by: int | None = None,
) -> Order:
    """Register one person, whom one of the event's clusters may have invited."""
    terms = Terms(invited_by=invited_by)
    return place_order(actor, event, [attendee], client_key=client_key, terms=terms)


def register_walk_in(
    actor: Actor, event: Event, attendee: Attendee, *, client_key: str | None = None
) -> Order:
    """Register somebody who stands at the badge desk, also for tickets that are not public."""
    authorize(actor, Permission.TICKET_VIEW, event)
    terms = Terms(channel=WALK_IN)
    return place_order(actor, event, [attendee], client_key=client_key, terms=terms)


def place_order(
    actor: Actor,
    event: Event,
    attendees: Sequence[Attendee],
    *,
    client_key: str | None = None,
    terms: Terms = PUBLIC,
) -> Order:
    """Take a place for each attendee, all or none; a repeated order is answered like the first.

    Tickets that an organiser has to approve are asked for, and take their places when they are.
    """
    authorize(actor, Permission.TICKET_REGISTER, event)
    if event.state in queries.OVER and not terms.is_by_team:
        raise Conflict("registration_closed", field="ticket_type")
    key = client_key and _scoped_key(actor, event, attendees, client_key)
    order = _insert_order(actor, event, attendees, key, terms.channel)
    if order is None:
        return _placed_before(str(key))
    types = _check_types(event, attendees, terms)
    order.currency = _one_currency(types[one.ticket_type] for one in attendees)
    add_ons = _check_add_ons(event, attendees)
    supported = _find_support(actor, event, attendees, terms.invited_by)
    tickets = [
        _add_ticket(order, attendee, types[attendee.ticket_type], add_ons, place, terms)
        for attendee, place in zip(attendees, supported, strict=True)
    ]
    if terms.voucher_id is not None:
        redeem(terms.voucher_id, tickets)
    _take(actor, event, tickets, client_key, terms)
    if any(one.has_questions is not False for one in types.values()):
        place = Place.DOOR if terms.is_walk_in else Place.REGISTRATION
        sent = (attendee.answers for attendee in attendees)
        note_answers(event, zip(tickets, sent, strict=True), place)
    _tell(actor, order, tickets)
    # Whom a cluster invited comes by a link that was mailed to the address.
    way = Channel.REGISTRATION if terms.invited_by is None else Channel.INVITATION
    for attendee in attendees:
        note_consents(actor, event.id, attendee, way)
    return order


def place_listed(
    actor: Actor, event: Event, attendees: Sequence[Attendee], *, terms: Terms
) -> Sequence[Order]:
    """Take a place for each person of a list, all or none, with an order for each of them.

    The orders are theirs and none of the organiser's own. They were not asked what the form asks,
    and answer at their ticket's page.
    """
    authorize(actor, Permission.TICKET_REGISTER, event)
    types = _types_of(event, attendees, terms)
    supported = _find_support(actor, event, attendees, None)
    tickets = []
    for attendee, place in zip(attendees, supported, strict=True):
        kind = types[attendee.ticket_type]
        about = {"email": attendee.email, "channel": terms.channel}
        order = Order(id=new_id(), event_id=event.id, currency=_one_currency([kind]), **about)
        tickets.append(_add_ticket(order, attendee, kind, {}, place, terms))
    _take(actor, event, tickets, None, terms)
    for ticket in tickets:
        _tell(actor, ticket.order, [ticket])
    return [one.order for one in tickets]


def _take(
    actor: Actor, event: Event, tickets: Sequence[Ticket], client_key: str | None, terms: Terms
) -> None:
    """Take the places of tickets that nobody has to approve, and write down which they are."""
    db.session.flush()
    taking = [one for one in tickets if one.state != TicketState.REQUESTED]
    places = {one.id: places_of_ticket(one) for one in taking}
    wanted = Counter(quota_id for of_one in places.values() for quota_id, _add_on in of_one)
    form_key = client_key and key_of_hold(actor, event, client_key)
    if terms.hold_id is None:
        take_places(wanted, client_key=form_key, may_pass=terms.is_walk_in)
    else:
        take_places({}, client_key=form_key)
        draw_places(terms.hold_id, wanted)
    note_places(places)


def _tell(actor: Actor, order: Order, tickets: Sequence[Ticket]) -> None:
    """Record what became of each ticket, and the order if there is something to pay."""
    total = sum(one.cost for one in tickets)
    if total:
        placed = OrderPlaced(
            actor_id=actor.person_id,
            event_id=order.event_id,
            order_id=order.id,
            total=total,
            currency=order.currency,
        )
        record(placed)
    for ticket in tickets:
        tell_state(actor, ticket, order.channel)


def _one_currency(types: Iterable[TicketType]) -> str:
    """Return the currency of an order; what is free goes with any."""
    found = {one.currency for one in types if one.price}
    if len(found) > 1:
        raise Invalid("one_currency", field="ticket_type")
    return found.pop() if found else "EUR"


def _check_add_ons(event: Event, attendees: Sequence[Attendee]) -> Mapping[int, AddOn]:
    """Return the add-ons that an order names, by id, if its tickets may have them."""
    if not any(one.add_ons for one in attendees):
        return {}
    found = {one.id: one for one in queries.list_add_ons(event.id) if one.is_offered}
    offered = {one.id: {kind.id for kind in one.ticket_types} for one in found.values()}
    for attendee in attendees:
        if not is_allowed(attendee.add_ons, offered, attendee.ticket_type):
            raise Invalid("add_on_not_for_ticket", field="add_ons")
    return found


def _find_support(
    actor: Actor, event: Event, attendees: Sequence[Attendee], invited_by: int | None
) -> list[tuple[int | None, Support]]:
    """Return each attendee's own organisation, and the cluster that looks after them."""
    clusters, found = supporting_clusters(event), []
    for attendee in attendees:
        organisation_id = own_organisation(actor, attendee)
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
    sent = [event.id, actor.person_id, client_key, [_who(one) for one in attendees]]
    return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()


def _who(attendee: Attendee) -> dict[str, Any]:
    """Return whom an order is for; a file that is sent again has another name, and is the same."""
    return asdict(replace(attendee, answers={}))


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
    if found is not None:
        set_committed_value(found, "tickets", [])  # a new one has none, which need not be asked
    return found


def _placed_before(key: str) -> Order:
    order = queries.find_order_by_key(key)
    if order is None:
        raise Conflict
    return order


def _check_types(
    event: Event, attendees: Sequence[Attendee], terms: Terms
) -> Mapping[int, TicketType]:
    """Return the ticket types by id if every one of them can be had now."""
    if not 1 <= len(attendees) <= MOST_AT_ONCE:
        raise Invalid("invalid", field="attendees")
    types = _types_of(event, attendees, terms)
    if not terms.is_by_team and terms.hold_id is None:
        _check_numbers(types, attendees)
    return types


def _types_of(
    event: Event, attendees: Sequence[Attendee], terms: Terms
) -> Mapping[int, TicketType]:
    types = {one.id: one for one in queries.list_ticket_types(event.id)}
    for attendee in attendees:
        chosen = types.get(attendee.ticket_type)
        if chosen is None or not _may_have(chosen, terms):
            raise Invalid("not_on_sale", field="ticket_type")
        if not terms.is_by_team and _sale(event, chosen) in (Sale.NOT_YET, Sale.OVER):
            raise Conflict("not_on_sale", field="ticket_type")
    return types


def _may_have(chosen: TicketType, terms: Terms) -> bool:
    """Whether a kind of ticket is for whoever orders on such terms."""
    is_open = terms.is_by_team or chosen.id in terms.opened
    return is_open or is_shown(chosen.visibility, chosen.access_code, terms.access_code)


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
    order: Order,
    attendee: Attendee,
    kind: TicketType,
    add_ons: Mapping[int, AddOn],
    supported: tuple[int | None, Support],
    terms: Terms,
) -> Ticket:
    values = asdict(attendee)
    del values["consents"], values["answers"], values["ticket_type"]
    chosen = [add_ons[one] for one in values.pop("add_ons")]
    organisation_id, support = supported
    price = terms.price_of(kind.id, kind.price)
    cost = price + sum(one.price for one in chosen)
    ticket = Ticket(
        id=new_id(),
        event_id=order.event_id,
        order=order,
        ticket_type=kind,
        organisation_id=organisation_id,
        supported_by_id=support.cluster_id,
        support_reason=support.reason,
        is_walk_in=terms.is_walk_in,
        state=_first_state(kind, cost, terms),
        price=price,
        add_ons=[TicketAddOn(add_on=one, price=one.price) for one in chosen],
        search_key=search_key(
            attendee.family_name, attendee.given_name, attendee.organisation_name, attendee.email
        )[:500],
        **values,
    )
    db.session.add(ticket)
    return ticket


def _first_state(kind: TicketType, cost: int, terms: Terms) -> TicketState:
    """Return what a ticket is at first: whoever stands at the desk comes in, and pays there."""
    if terms.is_walk_in:
        return TicketState.VALID
    has_leave = terms.hold_id is not None or terms.invited_by is not None
    return first_state(needs_approval=kind.needs_approval and not has_leave, price=cost)


def note_consents(actor: Actor, event_id: int, attendee: Attendee, channel: Channel) -> None:
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


def own_organisation(actor: Actor, attendee: Attendee) -> int | None:
    """Return the organisation of somebody who registers in person and belongs to just one."""
    is_self = actor.is_signed_in and actor.email.casefold() == attendee.email.casefold()
    if not is_self or len(actor.organisation_ids) != 1:
        return None
    return next(iter(actor.organisation_ids))
