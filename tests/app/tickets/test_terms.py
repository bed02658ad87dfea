"""Prices, codes, approval and add-ons: on what terms tickets are ordered."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id, new_id
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.tickets import queries, services
from app.tickets.models import HeldPlaces, Hold, Quota, TakenPlace, Ticket
from app.tickets.rules.add_ons import is_allowed
from app.tickets.rules.places import HoldPurpose
from app.tickets.rules.sales import Visibility, first_state, is_shown
from app.tickets.rules.terms import PUBLIC
from app.tickets.services import Attendee, Terms
from tests.client import Browser
from tests.factories import saved
from tests.factories.billing import make_seller
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_add_on, make_quota, make_ticket_type, quota_of


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(event):
    return actor_of(member(event))


def order(event, *people, terms=PUBLIC, key=None):
    with unit_of_work():
        return services.place_order(ANONYMOUS, event, people, client_key=key, terms=terms)


def guest(kind, number=0, **values):
    email = f"guest{number}@example.org"
    return Attendee(ticket_type=kind.id, given_name="Ada", email=email, **values)


def member(event, role=TeamRole.LEAD):
    person = make_person()
    make_team_member(event, person, role)
    return person


def counters(*quota_ids):
    db.session.rollback()
    rows = select(Quota.id, Quota.taken, Quota.held).where(Quota.id.in_(quota_ids))
    found = {one: (taken, held) for one, taken, held in db.session.execute(rows)}
    return [found[one] for one in quota_ids]


def told():
    names = select(OutboxMessage.name).order_by(OutboxMessage.id)
    return db.session.scalars(names).all()


@pytest.mark.parametrize(
    ("visibility", "code", "given", "shown"),
    [
        ("public", None, "", True),
        ("public", "x", "", True),
        ("staff", None, "", False),
        ("staff", "x", "x", False),
        ("code", "Großmut", " GROSSMUT ", True),
        ("code", "Großmut", "", False),
        ("code", "Großmut", "klein", False),
        ("code", None, "", False),
    ],
)
def test_a_code_shows_what_is_hidden_behind_it(visibility, code, given, shown):
    assert is_shown(Visibility(visibility), code, given) is shown


@pytest.mark.parametrize(
    ("approval", "price", "state"),
    [(False, 0, "valid"), (False, 1, "unpaid"), (True, 0, "requested"), (True, 1, "requested")],
)
def test_an_organiser_decides_before_anything_is_paid(approval, price, state):
    assert first_state(needs_approval=approval, price=price) == state


def test_add_ons_go_with_some_tickets_each_once():
    offered = {1: [], 2: [10], 3: [10, 11]}
    assert is_allowed([], offered, 12)
    assert is_allowed([1, 2, 3], offered, 10)
    assert not is_allowed([2], offered, 11)
    assert not is_allowed([1, 1], offered, 10)
    assert not is_allowed([4], offered, 10)


def test_what_is_hidden_behind_a_code_is_had_with_it_alone(event):
    kind = make_ticket_type(event, visibility="code", access_code="Hackathon")
    with pytest.raises(Invalid, match="not_on_sale"):
        order(event, guest(kind))
    with pytest.raises(Invalid, match="not_on_sale"):
        order(event, guest(kind), terms=Terms(access_code="hackaton"))
    made = order(event, guest(kind), terms=Terms(access_code="HACKATHON"))
    assert made.tickets[0].state == "valid"


def test_a_price_is_agreed_at_the_order_and_the_ticket_waits_for_it(event):
    kind = make_ticket_type(event, price=12_000, vat_rate=1900, currency="CZK")
    made = order(event, guest(kind))
    (ticket,) = made.tickets
    assert (made.currency, ticket.price, ticket.cost) == ("CZK", 12_000, 12_000)
    assert ticket.state == "unpaid"
    assert counters(quota_of(kind)) == [(1, 0)]
    assert told() == ["OrderPlaced"]
    with unit_of_work():
        services.settle_order(SYSTEM, made)
    assert db.session.get_one(Ticket, ticket.id).state == "valid"
    with unit_of_work():
        services.settle_order(SYSTEM, made)
    assert told() == ["OrderPlaced", "TicketRegistered"]


def test_what_was_agreed_takes_the_place_of_the_price(event):
    kind, dear = make_ticket_type(event, price=100), make_ticket_type(event, price=100)
    terms = Terms(prices={kind.id: 0}, opened=frozenset({kind.id}))
    made = order(event, guest(kind), guest(dear, 1), terms=terms)
    assert [(one.price, one.state) for one in sorted(made.tickets, key=lambda t: t.email)] == [
        (0, "valid"),
        (100, "unpaid"),
    ]


def test_one_order_has_one_currency(event):
    crowns, euros = (
        make_ticket_type(event, price=1, currency="CZK"),
        make_ticket_type(event, price=1),
    )
    free = make_ticket_type(event, currency="PLN")
    with pytest.raises(Invalid, match="one_currency"):
        order(event, guest(crowns), guest(euros, 1))
    assert order(event, guest(crowns), guest(free, 1)).currency == "CZK"
    assert order(event, guest(free, 2)).currency == "EUR"


def test_add_ons_take_places_and_give_them_back(event):
    dinner_places = make_quota(event, size=2)
    kind = make_ticket_type(event, quotas=[dinner_places])
    dinner = make_add_on(event, quotas=[dinner_places], price=4_500)
    visit = make_add_on(event, size=1, ticket_types=[kind])
    own = next(q.id for q in kind.quotas if q.id != dinner_places.id)
    visit_places = visit.quotas[0].id
    made = order(event, guest(kind, add_ons=(dinner.id, visit.id)))
    (ticket,) = made.tickets
    # The ticket takes a place at the dinner itself, and its add-on takes another one.
    assert counters(own, dinner_places.id, visit_places) == [(1, 0), (2, 0), (1, 0)]
    assert (ticket.cost, ticket.state) == (4_500, "unpaid")
    with pytest.raises(Conflict, match="sold_out"):
        order(event, guest(kind, 1))
    with unit_of_work():
        services.cancel_by_link(ANONYMOUS, queries.link_of(ticket), ticket.id)
    assert counters(own, dinner_places.id, visit_places) == [(0, 0), (0, 0), (0, 0)]
    assert db.session.scalar(select(func.count()).select_from(TakenPlace)) == 0


def test_add_ons_go_only_with_the_tickets_they_are_for(event):
    kind, other = make_ticket_type(event), make_ticket_type(event)
    visit, over = make_add_on(event, ticket_types=[other]), make_add_on(event, is_offered=False)
    foreign = make_add_on(make_event())
    for add_on in (visit.id, over.id, foreign.id, new_id()):
        with pytest.raises(Invalid, match="add_on_not_for_ticket"):
            order(event, guest(kind, add_ons=(add_on,)))
    assert order(event, guest(other, add_ons=(visit.id,)))


def test_a_form_holds_the_places_of_its_add_ons(event):
    kind, visit = make_ticket_type(event), make_add_on(event, size=1)
    with unit_of_work():
        services.hold_places(
            ANONYMOUS, event, {kind.id: 1}, client_key="form", add_ons={visit.id: 1}
        )
    places = visit.quotas[0].id
    assert counters(quota_of(kind), places) == [(0, 1), (0, 1)]
    with pytest.raises(Conflict, match="sold_out"):
        order(event, guest(kind, 1, add_ons=(visit.id,)))
    order(event, guest(kind, add_ons=(visit.id,)), key="form")
    assert counters(quota_of(kind), places) == [(1, 0), (1, 0)]


def test_a_request_takes_its_place_when_it_is_approved(event, lead):
    kind = make_ticket_type(event, size=1, needs_approval=True)
    first, second = (order(event, guest(kind, number)).tickets[0] for number in range(2))
    assert counters(quota_of(kind)) == [(0, 0)]
    assert told() == ["TicketRequested"] * 2
    with unit_of_work():
        services.approve_ticket(lead, queries.get_ticket(first.id))
    assert counters(quota_of(kind)) == [(1, 0)]
    with pytest.raises(Conflict, match="sold_out"), unit_of_work():
        services.approve_ticket(lead, queries.get_ticket(second.id))
    assert queries.get_ticket(second.id).state == "requested"
    with unit_of_work():
        services.decline_ticket(lead, queries.get_ticket(second.id), "The hall is full.")
    for late in (services.approve_ticket, lambda a, t: services.decline_ticket(a, t, "No.")):
        for one in (first, second):
            with pytest.raises(Conflict, match="ticket_decided"), unit_of_work():
                late(lead, queries.get_ticket(one.id))
    assert told()[-2:] == ["TicketRegistered", "TicketDeclined"]


def test_only_who_looks_after_them_decides_about_people(event):
    kind = make_ticket_type(event, needs_approval=True)
    (ticket,) = order(event, guest(kind)).tickets
    desk = actor_of(member(event, TeamRole.DESK))
    for actor in (ANONYMOUS, desk):
        with pytest.raises((Forbidden, NotFound)), unit_of_work():
            services.approve_ticket(actor, queries.get_ticket(ticket.id))


def test_places_set_aside_are_drawn_one_by_one(event):
    kind = make_ticket_type(event, size=3, visibility="staff")
    quota_id, now = quota_of(kind), clock.now()
    hold = saved(
        lambda: Hold(
            event_id=event.id,
            client_key="company",
            purpose=HoldPurpose.COMPANY,
            expires_at=now + timedelta(days=9),
        )
    )
    with unit_of_work():
        db.session.add(HeldPlaces(hold_id=hold.id, quota_id=quota_id, places=2))
        db.session.get_one(Quota, quota_id).held = 2
    terms = Terms(hold_id=hold.id, opened=frozenset({kind.id}))
    states = []
    for number in range(3):
        order(event, guest(kind, number), terms=terms)
        states += counters(quota_id)
    # The third is not set aside any more, but there is a free one.
    assert states == [(1, 1), (2, 0), (3, 0)]
    with pytest.raises(Conflict, match="sold_out"):
        order(event, guest(kind, 3), terms=terms)


def test_pages_set_up_and_sell_what_comes_with_a_ticket(app, browser, event):
    kind = make_ticket_type(event, visibility="code", access_code="VIP", price=9_900, vat_rate=1900)
    make_seller(event)
    boss = Browser(app).sign_in(member(event))
    new = {"name": "Dinner", "kind": "dinner", "size": "20", "price": "45", "vat_rate": "19"}
    wrong = boss.post("/manage/day/tickets/add-ons/new", new | {"price": "much"})
    assert wrong.status_code == 422
    assert "Write an amount" in wrong.text
    assert (
        boss.post("/manage/day/tickets/add-ons/new", new | {"is_offered": "1"}).status_code == 302
    )
    (dinner,) = queries.list_add_ons(event.id)
    assert (dinner.price, dinner.vat_rate, dinner.free) == (4_500, 1_900, 20)
    path = f"/manage/day/tickets/add-ons/{encode_id(dinner.id)}"
    assert "EUR 45" in boss.get("/manage/day/tickets").text
    changed = {"name": "Gala", "kind": "dinner", "is_offered": "1", "price": "", "vat_rate": "0"}
    changed["quotas"] = encode_id(dinner.quotas[0].id)
    assert boss.post(path, changed).status_code == 302
    page = browser.get("/e/day/register").text
    assert "Do you have a code?" in page
    assert kind.name not in page
    page = browser.get("/e/day/register?access_code=vip").text
    assert f"{kind.name}" in page
    assert "EUR 99 with VAT" in page
    assert "Gala" in page
    person = {"given_name": "Ada", "family_name": "King", "email": "ada@example.org"}
    chosen = {"ticket_type": encode_id(kind.id), "add_ons": encode_id(dinner.id)}
    chosen["access_code"] = "vip"
    form = "/e/day/register?access_code=vip"
    answer = browser.post("/e/day/register", person | chosen, page=form)
    assert answer.status_code == 302
    ticket = browser.get(answer.location).text
    assert "To be paid" in ticket
    assert "Gala" in ticket
    assert "ticket__code" not in ticket


def test_pages_decide_about_requests(app, browser, event):
    kind = make_ticket_type(event, needs_approval=True)
    first, second = (order(event, guest(kind, number)).tickets[0] for number in range(2))
    boss = Browser(app).sign_in(member(event))
    path = f"/manage/day/tickets/attendees/{encode_id(first.id)}"
    assert "Let them come" in boss.get(path).text
    assert boss.post(f"{path}/approve", page=path).status_code == 302
    assert queries.get_ticket(first.id).state == "valid"
    path = f"/manage/day/tickets/attendees/{encode_id(second.id)}"
    assert boss.post(f"{path}/decline", {"reason": " "}, page=path).status_code == 302
    assert queries.get_ticket(second.id).state == "requested"
    boss.post(f"{path}/decline", {"reason": "The hall is full."}, page=path)
    assert "The hall is full." in boss.get(path).text
    link = queries.link_of(queries.get_ticket(second.id))
    assert "The hall is full." in browser.get(f"/tickets/{link}").text


def test_one_ticket_more_asks_no_more_of_tables(event, count_queries):
    kind, dinner = make_ticket_type(event), make_add_on(event)
    seen = []
    for number, count in enumerate((1, 3)):
        people = [guest(kind, 10 * number + n, add_ons=(dinner.id,)) for n in range(count)]
        with count_queries as counted:
            order(event, *people)
        told_of = ("INSERT INTO outbox", "INSERT INTO job", "INSERT INTO audit_entry")
        seen.append(len([one for one in counted.statements if not one.startswith(told_of)]))
    # PostgreSQL is asked for its worker's queue as well.
    assert seen in ([15, 15], [16, 16])
