"""Registering, cancelling, reissuing, places, badges."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.checkin.queries.scanners import public_keys
from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.events.models import EventState, TeamRole
from app.events.policies import EVERYBODY
from app.events.queries import get_accepted_keys
from app.tickets import queries, services
from app.tickets.models import Quota, Ticket
from app.tickets.queries import AttendeeFilter
from app.tickets.rules.badge_token import TicketToken, read_token
from app.tickets.services import Attendee
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.tickets import make_ticket, make_ticket_type, quota_of


def attendee(ticket_type, **values):
    defaults = {
        "ticket_type": ticket_type.id,
        "given_name": "Zuzana",
        "family_name": "Šťastná",
        "email": "zuzana@example.org",
        "organisation_name": "Ostrava Řetězy",
    }
    return Attendee(**(defaults | values))


def taken(quota_id):
    db.session.rollback()
    return db.session.scalar(select(Quota.taken).where(Quota.id == quota_id))


def team(event, role=TeamRole.LEAD):
    person = make_person()
    make_team_member(event, person, role)
    return actor_of(person)


def test_registering_takes_a_place_and_tells_of_it(app):
    event = make_event()
    ticket_type = make_ticket_type(event)
    with unit_of_work():
        order = services.register(ANONYMOUS, event, attendee(ticket_type))
    (ticket,) = order.tickets
    assert (ticket.name, ticket.state, ticket.search_key) == (
        "Zuzana Šťastná",
        "valid",
        "stastna zuzana ostrava retezy zuzana@example.org",
    )
    assert taken(quota_of(ticket_type)) == 1
    facts = db.session.scalars(select(OutboxMessage)).all()
    assert [(fact.name, fact.words["email"]) for fact in facts] == [
        ("TicketRegistered", "zuzana@example.org")
    ]
    assert facts[0].payload["ticket_id"] == ticket.id
    assert facts[0].event_id == event.id


def test_one_who_registers_in_person_comes_for_their_organisation(app):
    event, organisation = make_event(), make_organisation()
    person = make_member(organisation)
    ticket_type = make_ticket_type(event)
    with unit_of_work():
        order = services.place_order(
            actor_of(person, organisation),
            event,
            [attendee(ticket_type, email=person.email.upper()), attendee(ticket_type)],
        )
    found = {ticket.email: ticket.organisation_id for ticket in order.tickets}
    assert found == {person.email.upper(): organisation.id, "zuzana@example.org": None}
    assert order.person_id == person.id


def test_the_last_place_is_given_once(app):
    event = make_event()
    ticket_type = make_ticket_type(event, size=1)
    with unit_of_work():
        services.register(ANONYMOUS, event, attendee(ticket_type))
    with pytest.raises(Conflict, match="sold_out") as caught, unit_of_work():
        services.register(ANONYMOUS, event, attendee(ticket_type))
    assert caught.value.field == "ticket_type"
    assert taken(quota_of(ticket_type)) == 1


def test_the_database_itself_refuses_to_overdraw(app):
    quota_id = quota_of(make_ticket_type(make_event(), size=1))
    with pytest.raises(Conflict, match="sold_out"), unit_of_work():
        db.session.get_one(Quota, quota_id).taken = 2


def test_a_form_sent_twice_is_one_order_and_a_changed_form_another(app):
    event = make_event()
    ticket_type = make_ticket_type(event)

    def send(**values):
        with unit_of_work():
            one = attendee(ticket_type, **values)
            return services.register(ANONYMOUS, event, one, client_key="k").id

    first = send()
    assert send() == first
    assert send(given_name="Jana") != first
    assert taken(quota_of(ticket_type)) == 2


def test_a_key_of_somebody_else_opens_nothing(app):
    event = make_event()
    ticket_type = make_ticket_type(event)
    found = []
    for actor in (actor_of(make_person()), actor_of(make_person()), ANONYMOUS):
        with unit_of_work():
            order = services.register(actor, event, attendee(ticket_type), client_key="k")
        found.append(order.id)
    assert len(set(found)) == 3


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"visibility": "staff"}, "not_on_sale"),
        ({"on_sale_from": timedelta(hours=1)}, "not_on_sale"),
        ({"on_sale_until": timedelta(hours=-1)}, "not_on_sale"),
    ],
)
def test_what_is_not_on_offer_cannot_be_had_except_at_the_desk(app, values, code):
    event = make_event()
    when: dict[str, Any] = {
        k: clock.now() + v if isinstance(v, timedelta) else v for k, v in values.items()
    }
    ticket_type = make_ticket_type(event, **when)
    with pytest.raises((Conflict, Invalid), match=code), unit_of_work():
        services.register(ANONYMOUS, event, attendee(ticket_type))
    desk = team(event, TeamRole.DESK)
    with unit_of_work():
        order = services.register_walk_in(desk, event, attendee(ticket_type))
    assert len(order.tickets) == 1


def test_the_desk_registers_who_walks_in(app):
    event = make_event()
    desk = team(event, TeamRole.DESK)
    ticket_type = make_ticket_type(event, visibility="staff")
    with unit_of_work():
        order = services.register_walk_in(desk, event, attendee(ticket_type))
    assert (order.channel, order.tickets[0].is_walk_in) == ("walk_in", True)
    with pytest.raises(NotFound), unit_of_work():
        services.register_walk_in(ANONYMOUS, event, attendee(ticket_type))


def test_another_events_tickets_cannot_be_had_here(app):
    other = make_ticket_type(make_event())
    event = make_event()
    with pytest.raises(Invalid, match="not_on_sale"), unit_of_work():
        services.register(ANONYMOUS, event, attendee(other))


def test_nobody_registers_for_a_draft_but_its_team(app):
    event = make_event(state=EventState.DRAFT)
    ticket_type = make_ticket_type(event)
    lead = team(event)
    with pytest.raises(NotFound), unit_of_work():
        services.register(ANONYMOUS, event, attendee(ticket_type))
    with unit_of_work():
        assert services.register(lead, event, attendee(ticket_type)).tickets[0].epoch == 0


def test_a_closed_event_takes_nobody_but_who_walks_in(app):
    event = make_event(state=EventState.CLOSED)
    ticket_type = make_ticket_type(event)
    lead = team(event)
    with pytest.raises(Conflict, match="registration_closed"), unit_of_work():
        services.register(lead, event, attendee(ticket_type))
    with unit_of_work():
        assert services.register_walk_in(lead, event, attendee(ticket_type)).channel == "walk_in"


def test_cancelling_frees_the_place_once(app):
    event = make_event()
    ticket_type = make_ticket_type(event, size=3)
    ticket = make_ticket(ticket_type)
    lead = team(event)
    with unit_of_work():
        services.cancel_ticket(lead, queries.get_ticket(ticket.id))
    assert taken(quota_of(ticket_type)) == 0
    with pytest.raises(Conflict, match="ticket_not_valid"), unit_of_work():
        services.cancel_ticket(lead, queries.get_ticket(ticket.id))
    assert taken(quota_of(ticket_type)) == 0
    assert db.session.get_one(Ticket, ticket.id).cancelled_at is not None


def test_the_holder_cancels_by_the_secret_address(app):
    ticket = make_ticket(make_ticket_type(make_event()))
    other = make_ticket(ticket.ticket_type)
    link = queries.link_of(ticket)
    with pytest.raises(NotFound), unit_of_work():
        services.cancel_by_link(ANONYMOUS, link, other.id)
    with pytest.raises(NotFound), unit_of_work():
        services.cancel_by_link(ANONYMOUS, link[:-1] + ("0" if link[-1] != "0" else "1"), ticket.id)
    with unit_of_work():
        services.cancel_by_link(ANONYMOUS, link, ticket.id)
    db.session.rollback()
    assert db.session.get_one(Ticket, ticket.id).state == "cancelled"


def order_of_two():
    event = make_event()
    ticket_type = make_ticket_type(event)
    people = [attendee(ticket_type, email=f"guest{n}@example.org") for n in range(2)]
    buyer = actor_of(make_person())
    with unit_of_work():
        return services.place_order(buyer, event, people)


def test_an_attendees_address_shows_their_ticket_and_the_buyers_all_of_them(app):
    order = order_of_two()
    first, second = order.tickets
    shown = [one.id for one in queries.get_tickets_by_link(queries.link_of(first))]
    assert shown == [first.id]
    assert queries.get_ticket_for_mail(second.id).link == queries.link_of(second)
    everybody = queries.get_tickets_by_link(queries.order_link(order))
    assert {one.id for one in everybody} == {first.id, second.id}
    with pytest.raises(NotFound), unit_of_work():
        services.cancel_by_link(ANONYMOUS, queries.link_of(first), second.id)


def test_who_orders_one_ticket_gets_its_address(app):
    ticket = make_ticket(make_ticket_type(make_event()))
    assert queries.order_link(ticket.order) == queries.link_of(ticket)


def test_a_reissue_ends_every_older_address_of_the_ticket_and_no_other(app):
    order = order_of_two()
    first, second = order.tickets
    old, other, whole = queries.link_of(first), queries.link_of(second), queries.order_link(order)
    with unit_of_work():
        services.reissue_ticket(SYSTEM, queries.get_ticket(first.id))
    for link in (old, whole):
        with pytest.raises(NotFound):
            queries.get_tickets_by_link(link)
    assert [one.id for one in queries.get_tickets_by_link(other)] == [second.id]
    new = queries.get_ticket_for_mail(first.id).link
    assert [one.id for one in queries.get_tickets_by_link(new)] == [first.id]
    assert len(queries.get_tickets_by_link(queries.order_link(order))) == 2


def test_a_reissue_changes_the_code_and_keeps_the_ticket(app):
    event = make_event()
    ticket = make_ticket(make_ticket_type(event))
    old = queries.token_of(ticket)
    with unit_of_work():
        services.reissue_ticket(SYSTEM, queries.get_ticket(ticket.id))
    new = queries.get_ticket_for_mail(ticket.id)
    keys = public_keys(get_accepted_keys(event.id))
    read = [read_token(code, keys, event.id) for code in (old, new.token)]
    assert read == [
        TicketToken(event_id=event.id, ticket_id=ticket.id, epoch=epoch) for epoch in (0, 1)
    ]


def test_a_ticket_is_reissued_255_times_at_most(app):
    ticket = make_ticket(make_ticket_type(make_event()), epoch=255)
    with pytest.raises(Conflict, match="epochs_used_up"), unit_of_work():
        services.reissue_ticket(SYSTEM, queries.get_ticket(ticket.id))


def test_places_never_become_fewer_than_are_taken(app):
    event = make_event()
    ticket_type = make_ticket_type(event, size=10)
    for _ in range(3):
        make_ticket(ticket_type)
    lead = team(event)
    quota = queries.get_quota(quota_of(ticket_type), event.id)
    with pytest.raises(Conflict, match="quota_below_taken") as caught, unit_of_work():
        services.resize_quota(lead, quota, 2)
    assert (caught.value.field, caught.value.params) == ("size", {"taken": 3})
    with unit_of_work():
        services.resize_quota(lead, quota, 3)
    db.session.rollback()
    assert db.session.get_one(Quota, quota.id).size == 3


def test_ticket_types_have_places_of_their_own_or_share_them(app):
    event = make_event()
    lead = team(event)
    with unit_of_work():
        own = services.add_ticket_type(lead, event, name="Attendee", size=40)
        shared = services.add_ticket_type(lead, event, name="Student", quotas=[quota_of(own)])
    assert quota_of(shared) == quota_of(own)
    assert [one.name for one in queries.list_ticket_types(event.id)] == ["Attendee", "Student"]
    with pytest.raises(Invalid, match="quota_needed"), unit_of_work():
        services.add_ticket_type(lead, event, name="Neither")
    foreign = quota_of(make_ticket_type(make_event()))
    with pytest.raises(NotFound), unit_of_work():
        services.add_ticket_type(lead, event, name="Foreign", quotas=[foreign])
    now = clock.now()
    with pytest.raises(Invalid, match="sale_ends_before_start"), unit_of_work():
        services.edit_ticket_type(lead, own, on_sale_from=now, on_sale_until=now)


@pytest.mark.parametrize("role", [TeamRole.DESK, TeamRole.SCANNER, TeamRole.REPORT_READER, None])
def test_only_organisers_change_tickets(app, role):
    event = make_event()
    ticket = make_ticket(make_ticket_type(event))
    actor = team(event, role) if role else actor_of(make_person())
    quota = queries.get_quota(quota_of(ticket.ticket_type), event.id)
    acts = [
        lambda: services.cancel_ticket(actor, queries.get_ticket(ticket.id)),
        lambda: services.reissue_ticket(actor, queries.get_ticket(ticket.id)),
        lambda: services.resize_quota(actor, quota, 500),
        lambda: services.add_ticket_type(actor, event, name="x", size=1),
    ]
    for act in acts:
        with pytest.raises(Forbidden if role == TeamRole.DESK else NotFound), unit_of_work():
            act()


def test_search_ignores_case_and_diacritics_and_reads_typed_codes(app):
    event = make_event()
    ticket_type = make_ticket_type(event)
    with unit_of_work():
        order = services.register(ANONYMOUS, event, attendee(ticket_type))
        other = attendee(ticket_type, given_name="Ane", family_name="Ruiz", organisation_name="X")
        services.register(ANONYMOUS, event, other)
    old = queries.codes_of(order.tickets[0]).letters
    with unit_of_work():
        services.reissue_ticket(SYSTEM, queries.get_ticket(order.tickets[0].id))
    code = queries.codes_of(order.tickets[0]).letters
    assert code != old
    for text in ("stastna", "ŠŤASTNÁ zuz", "retezy sta", old, code, code.lower().replace("-", " ")):
        found = queries.list_attendees(event.id, AttendeeFilter(text=text), seen=EVERYBODY)
        assert [one.family_name for one in found] == ["Šťastná"]
    found = queries.list_attendees(event.id, AttendeeFilter(text="100%"), seen=EVERYBODY)
    assert list(found) == []
