"""The waiting list: joined when it is full, offered what comes back, and never jumped."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.uow import unit_of_work
from app.events.policies import EVERYBODY
from app.tickets import services
from app.tickets.models import (
    HeldPlaces,
    Quota,
    TakenPlace,
    WaitingPlace,
)
from app.tickets.queries import waiting as lists
from app.tickets.queries.vouchers import get_voucher
from app.tickets.services import Attendee, Group
from app.tickets.services.vouchers import add_vouchers, end_voucher
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_quota, make_ticket, make_ticket_type, quota_of
from tests.worker import let_time_pass, run_jobs


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def later(time_machine):
    """Let time pass, so that what is due then is due now."""

    def pass_by(span):
        db.session.rollback()
        time_machine.move_to(clock.now() + span)
        let_time_pass()

    return pass_by


def full(event, size=2, **values):
    kind = make_ticket_type(event, size=size, has_waiting_list=True, **values)
    return kind, [make_ticket(kind) for _ in range(size)]


def join(kind, name, places=1, **values):
    group = Group(name=name, email=f"{name.lower()}@example.org", places=places, **values)
    with unit_of_work():
        return services.join_waiting_list(ANONYMOUS, kind, group)


def cancel(*tickets):
    with unit_of_work():
        for one in tickets:
            services.cancel_ticket(SYSTEM, one)


def people(entry, number=1):
    return [
        Attendee(ticket_type=entry.ticket_type_id, given_name="Ada", email=f"ada{n}@example.org")
        for n in range(number)
    ]


def take(entry, number=1):
    with unit_of_work():
        return services.take_offer(ANONYMOUS, lists.waiting_link(entry), people(entry, number))


def leave(entry):
    with unit_of_work():
        services.leave_waiting_list(ANONYMOUS, lists.waiting_link(entry))


def buy(kind):
    who = Attendee(ticket_type=kind.id, given_name="Bob", email="bob@example.org")
    with unit_of_work():
        return services.register(ANONYMOUS, kind.event, who)


def states(*entries):
    db.session.rollback()
    db.session.expire_all()
    return [one.state for one in entries]


def counted(quota_id):
    """Return taken, held and waiting of a quota, once the rows add up to them."""
    db.session.rollback()
    columns = (Quota.taken, Quota.held, Quota.waiting)
    found = tuple(db.session.execute(select(*columns).where(Quota.id == quota_id)).one())
    written = tuple(
        db.session.scalar(query.where(table.quota_id == quota_id)) or 0
        for table, query in (
            (TakenPlace, select(func.count())),
            (HeldPlaces, select(func.sum(HeldPlaces.places))),
            (WaitingPlace, select(func.count())),
        )
    )
    assert found == written
    return found


def test_a_place_that_comes_back_is_offered_to_the_first_and_taken(event):
    kind, tickets = full(event)
    first, second = join(kind, "Ada"), join(kind, "Bea")
    assert lists.place_of(second).before == 1
    cancel(tickets[0])
    run_jobs()
    assert states(first, second) == ["offered", "waiting"]
    assert counted(quota_of(kind)) == (1, 1, 1)
    order = take(first)
    assert states(first) == ["taken"]
    assert counted(quota_of(kind)) == (2, 0, 1)
    assert lists.place_of(first).offer.order_id == order.id
    with pytest.raises(Conflict, match="offer_over"):
        take(first)


def test_places_set_aside_go_to_who_waits_like_those_that_are_cancelled(event, later):
    kind = make_ticket_type(event, size=2, has_waiting_list=True)
    terms = {"times": 1, "reserved": 1, "reserved_type_id": kind.id}
    until = clock.now() + timedelta(hours=2)
    with unit_of_work():
        [ended] = add_vouchers(SYSTEM, event, **terms)
        add_vouchers(SYSTEM, event, valid_until=until, **terms)
    first, second = join(kind, "Ada"), join(kind, "Bea")
    with unit_of_work():
        end_voucher(SYSTEM, get_voucher(ended.id, event.id))
    with pytest.raises(Conflict, match="sold_out"):
        buy(kind)
    run_jobs()
    assert states(first, second) == ["offered", "waiting"]
    assert counted(quota_of(kind)) == (0, 2, 1)
    later(timedelta(hours=2, minutes=1))
    run_jobs()
    assert states(first, second) == ["offered", "offered"]
    assert counted(quota_of(kind)) == (0, 2, 0)


def test_nobody_jumps_the_list_between_a_cancellation_and_the_offer(event):
    kind, tickets = full(event)
    other = make_ticket_type(event, quotas=[db.session.get_one(Quota, quota_of(kind))])
    entry = join(kind, "Ada")
    cancel(tickets[0])
    for one in (kind, other):
        with pytest.raises(Conflict, match="sold_out"):
            buy(one)
    run_jobs()
    assert states(entry) == ["offered"]
    cancel(tickets[1])
    assert buy(kind).tickets  # nobody waits any more


def test_other_places_are_not_kept_for_who_waits_elsewhere(event):
    hall = make_quota(event, size=50)
    lab = make_ticket_type(event, size=1, quotas=[hall], has_waiting_list=True)
    talk = make_ticket_type(event, quotas=[hall])
    buy(lab)
    join(lab, "Ada")
    assert buy(talk).tickets


def test_who_joins_twice_waits_once_and_keeps_the_place(event):
    kind, _tickets = full(event)
    first, _second = join(kind, "Ada"), join(kind, "Bea")
    again = join(kind, "Ada", places=2)
    assert (again.id, again.places, lists.place_of(again).before) == (first.id, 1, 0)
    assert counted(quota_of(kind))[2] == 2
    leave(first)
    back = join(kind, "Ada", places=2)
    assert (back.id, back.places, lists.place_of(back).before) == (first.id, 2, 1)


def test_there_is_nothing_to_wait_for_while_places_are_free(event):
    kind = make_ticket_type(event, size=1, has_waiting_list=True)
    with pytest.raises(Conflict, match="places_are_free"):
        join(kind, "Ada")
    off = make_ticket_type(event, size=1)
    make_ticket(off)
    with pytest.raises(Conflict, match="no_waiting_list"):
        join(off, "Ada")
    closed, _tickets = full(event, on_sale_until=clock.now() - timedelta(hours=1))
    with pytest.raises(Conflict, match="not_on_sale"):
        join(closed, "Ada")
    small, _tickets = full(event, most=2)
    with pytest.raises(Invalid, match="wrong_number"):
        join(small, "Ada", places=3)


def test_what_is_declined_or_not_taken_in_time_goes_to_the_next(event, later):
    kind, tickets = full(event, size=1)
    entries = [join(kind, name) for name in ("Ada", "Bea", "Cem")]
    cancel(tickets[0])
    run_jobs()
    leave(entries[0])
    run_jobs()
    assert states(*entries) == ["left", "offered", "waiting"]
    later(timedelta(hours=25))
    with pytest.raises(Conflict, match="offer_over"):
        take(entries[1])
    run_jobs()
    assert states(*entries) == ["left", "expired", "offered"]
    assert counted(quota_of(kind)) == (0, 1, 0)


def test_fewer_may_come_than_waited_and_the_rest_goes_on(event):
    kind, tickets = full(event, size=3)
    group, single = join(kind, "Ada", places=3), join(kind, "Bea")
    cancel(*tickets)
    run_jobs()
    assert states(group, single) == ["offered", "waiting"]
    take(group, 2)
    run_jobs()
    assert states(group, single) == ["taken", "offered"]
    assert counted(quota_of(kind)) == (2, 1, 0)


def test_more_places_are_offered_at_once(event):
    kind, _tickets = full(event)
    entry = join(kind, "Ada", places=2)
    with unit_of_work():
        services.resize_quota(SYSTEM, db.session.get_one(Quota, quota_of(kind)), 4)
    run_jobs()
    assert states(entry) == ["offered"]


def test_a_quota_of_a_country_is_waited_for_by_its_people_alone(event):
    baltic = make_quota(event, size=1, only_country="LT")
    kind = make_ticket_type(event, size=10, quotas=[baltic], has_waiting_list=True)
    who = Attendee(ticket_type=kind.id, given_name="Ona", email="ona@example.org", country="LT")
    with unit_of_work():
        services.register(ANONYMOUS, event, who)
    entry = join(kind, "Eglė", country="LT")
    assert counted(baltic.id)[2] == 1
    assert buy(kind).tickets  # from elsewhere
    with unit_of_work():
        services.resize_quota(SYSTEM, baltic, 2)
    run_jobs()
    take_lt = Attendee(ticket_type=kind.id, given_name="E", email="e@example.org", country="LT")
    with unit_of_work():
        services.take_offer(ANONYMOUS, lists.waiting_link(entry), [take_lt])
    assert counted(baltic.id) == (2, 0, 0)


def test_the_list_ends_with_the_sale(event, later):
    kind, _tickets = full(event, on_sale_until=clock.now() + timedelta(hours=5))
    entry = join(kind, "Ada")
    later(timedelta(hours=6))
    run_jobs()
    assert states(entry) == ["over"]
    assert counted(quota_of(kind))[2] == 0


def test_organisers_offer_out_of_turn_or_remove_and_say_why(event):
    kind, tickets = full(event, size=3)
    first, second, third = join(kind, "Ada", places=3), join(kind, "Bea"), join(kind, "Cem")
    person = make_person()
    make_team_member(event, person)
    lead = actor_of(person)
    with pytest.raises(Conflict, match="too_few_free"), unit_of_work():
        services.offer_now(lead, second, "speaks")
    with unit_of_work():
        services.cancel_ticket(SYSTEM, tickets[0])
        services.offer_now(lead, third, "speaks")
    assert states(first, second, third) == ["waiting", "waiting", "offered"]
    assert lists.place_of(third).offer.given_for == "speaks"
    with unit_of_work():
        services.remove_waiting(lead, first, "asked by mail")
    assert (states(first), first.removed_for) == (["removed"], "asked by mail")
    with pytest.raises(Conflict, match="no_longer_waiting"), unit_of_work():
        services.remove_waiting(lead, first, "again")
    with pytest.raises(NotFound), unit_of_work():
        services.remove_waiting(ANONYMOUS, second, "no")


def test_a_look_at_the_list_asks_the_same_for_any_number_of_groups(event, count_queries):
    kind, _tickets = full(event)
    asked = []
    for names in (["Ada"], ["Bea", "Cem"]):
        for name in names:
            join(kind, name)
        run_jobs()
        with count_queries as counter:
            entries = lists.list_entries(event.id, EVERYBODY)
            lists.list_places(event.id, entries)
        asked.append(counter.count)
    assert asked[0] == asked[1]
