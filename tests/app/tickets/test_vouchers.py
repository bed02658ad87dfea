"""Vouchers: what they give, how often, to whom, and the places that wait for them."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, RateLimited
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.tickets import queries, services
from app.tickets.models import HeldPlaces, Hold, Quota, Ticket, Voucher
from app.tickets.queries.offers import list_offers_on
from app.tickets.queries.vouchers import get_voucher
from app.tickets.rules.vouchers import (
    CODE_LETTERS,
    Effect,
    VoucherState,
    is_of_domain,
    make_code,
    price_with,
    voucher_state,
)
from app.tickets.services import Attendee
from app.tickets.services.redeeming import terms_for
from app.tickets.services.vouchers import add_vouchers, edit_voucher, end_voucher
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket_type

NETWORK = "192.0.2.7"


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(event):
    return actor_of(member(event))


def member(event, role=TeamRole.LEAD):
    person = make_person()
    make_team_member(event, person, role)
    return person


def make(lead, event, **values):
    with unit_of_work():
        return add_vouchers(lead, event, **({"times": 1} | values))[0]


def order(event, code, *emails, kind, key=None):
    people = [Attendee(ticket_type=kind.id, given_name="Ada", email=one) for one in emails]
    with unit_of_work():
        terms = terms_for(event, code, network=NETWORK)
        made = services.place_order(ANONYMOUS, event, people, client_key=key, terms=terms)
        return made.tickets


def cancel(ticket):
    with unit_of_work():
        services.cancel_by_link(ANONYMOUS, queries.link_of(ticket), ticket.id)


def used(voucher):
    db.session.rollback()
    return db.session.scalar(select(Voucher.used).where(Voucher.id == voucher.id))


def counters(kind):
    """Return what is taken and held of a kind's only quota, once the rows say the same."""
    db.session.rollback()
    held = db.session.scalars(select(HeldPlaces.places)).all()
    taken, kept = db.session.execute(select(Quota.taken, Quota.held)).one()
    assert sum(held) == kept
    return taken, kept


@pytest.mark.parametrize(
    ("effect", "value", "listed", "price"),
    [
        ("free", 0, 9_900, 0),
        ("listed", 0, 9_900, 9_900),
        ("percent", 2_500, 9_900, 7_425),
        ("percent", 3_333, 100, 67),
        ("percent", 5_000, 99, 49),
        ("percent", 10_000, 9_900, 0),
        ("amount", 2_000, 9_900, 7_900),
        ("amount", 2_000, 1_500, 0),
        ("price", 4_900, 9_900, 4_900),
        ("price", 4_900, 3_000, 3_000),
    ],
)
def test_prices_by_hand(effect, value, listed, price):
    assert price_with(Effect(effect), value, listed) == price


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Effect), st.integers(0, 10_000), st.integers(0, 10_000_000))
def test_nobody_pays_more_with_a_voucher_or_gets_money(effect, value, listed):
    assert 0 <= price_with(effect, value, listed) <= listed


def test_a_voucher_has_its_time_and_its_uses():
    now = clock.now()
    hour = timedelta(hours=1)

    def state(start, end, used=0):
        return voucher_state(now=now, valid_from=start, valid_until=end, used=used, times=1)

    assert state(None, None) is VoucherState.OPEN
    assert state(now, now + hour) is VoucherState.OPEN
    assert state(now + hour, None) is VoucherState.NOT_YET
    assert state(None, now) is VoucherState.OVER
    assert state(None, None, used=1) is VoucherState.USED_UP


def test_domains_bind_an_address():
    assert is_of_domain("ada@firm.example", [])
    assert is_of_domain("ada@Firm.example", ["firm.example"])
    assert is_of_domain("ada@lab.firm.example", ["other.example", "firm.example"])
    assert not is_of_domain("ada@notfirm.example", ["firm.example"])
    assert not is_of_domain("firm.example@evil.example", ["firm.example"])


def test_codes_of_ours_cannot_be_guessed():
    codes = {make_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {CODE_LETTERS}


def test_a_voucher_changes_a_price_shows_a_ticket_and_is_used_once(event, lead):
    kind = make_ticket_type(event, price=10_000, visibility="staff")
    voucher = make(
        lead, event, code="Spring-24", effect=Effect.PERCENT, value=2_500, ticket_types=[kind.id]
    )
    (ticket,) = order(event, " SPRING-24 ", "ada@example.org", kind=kind)
    assert (ticket.price, ticket.state, ticket.voucher_id) == (7_500, "unpaid", voucher.id)
    with pytest.raises(Conflict, match="voucher_used_up"):
        order(event, "spring-24", "bob@example.org", kind=kind)
    assert used(voucher) == 1
    cancel(ticket)
    assert used(voucher) == 0
    assert order(event, "spring-24", "bob@example.org", kind=kind)[0].price == 7_500


def test_an_order_uses_a_voucher_for_each_ticket_or_for_none(event, lead):
    kind, other = make_ticket_type(event, price=500), make_ticket_type(event, price=700)
    voucher = make(lead, event, code="Three", times=3, ticket_types=[kind.id])
    assert [one.price for one in order(event, "three", "a@x.org", "b@x.org", kind=kind)] == [0, 0]
    with pytest.raises(Conflict, match="voucher_used_up"):
        order(event, "three", "c@x.org", "d@x.org", kind=kind)
    assert used(voucher) == 2
    (ticket,) = order(event, "three", "e@x.org", kind=other)
    assert (ticket.price, ticket.voucher_id, used(voucher)) == (700, None, 2)


def test_a_request_that_is_declined_gives_its_use_back(event, lead):
    kind = make_ticket_type(event, needs_approval=True)
    voucher = make(lead, event, code="Maybe")
    (ticket,) = order(event, "maybe", "a@x.org", kind=kind)
    assert used(voucher) == 1
    with unit_of_work():
        services.decline_ticket(lead, queries.get_ticket(ticket.id), "The hall is full.")
    assert used(voucher) == 0


def test_a_voucher_is_for_its_domains_and_its_time(event, lead):
    kind, now = make_ticket_type(event), clock.now()
    make(lead, event, code="Firm-1", domains="firm.example, @lab.example")
    with pytest.raises(Invalid, match="voucher_domain"):
        order(event, "firm-1", "ada@example.org", kind=kind)
    assert order(event, "firm-1", "ada@firm.example", kind=kind)
    make(lead, event, code="Later", valid_from=now + timedelta(days=1))
    make(lead, event, code="Before", valid_until=now - timedelta(days=1))
    for code, refusal in (("later", "voucher_not_yet"), ("before", "voucher_over")):
        with pytest.raises(Conflict, match=refusal):
            order(event, code, "ada@example.org", kind=kind)


def test_places_wait_for_a_voucher_until_it_ends(event, lead):
    kind = make_ticket_type(event, size=3)
    kept = {"times": 3, "reserved": 2, "reserved_type_id": kind.id}
    voucher = make(lead, event, code="Speakers", **kept)
    assert counters(kind) == (0, 2)
    order(event, "", "first@x.org", kind=kind)
    with pytest.raises(Conflict, match="sold_out"):
        order(event, "", "second@x.org", kind=kind)
    (offer,) = list_offers_on(event, clock.now(), services.Terms())
    assert not offer.is_open
    (offer,) = list_offers_on(event, clock.now(), terms_for(event, "speakers", network=None))
    assert (offer.is_open, offer.left) == (True, 2)
    first, _second = (order(event, "speakers", f"s{n}@x.org", kind=kind)[0] for n in range(2))
    assert counters(kind) == (3, 0)
    with pytest.raises(Conflict, match="sold_out"):
        order(event, "speakers", "s3@x.org", kind=kind)
    cancel(first)
    assert counters(kind) == (2, 1)  # it waits for the next of them, and nobody else gets it
    with unit_of_work():
        end_voucher(lead, get_voucher(voucher.id, event.id))
    assert counters(kind) == (2, 0)
    with pytest.raises(Conflict, match="voucher_over"), unit_of_work():
        end_voucher(lead, get_voucher(voucher.id, event.id))


def test_a_form_that_holds_a_place_lets_go_of_it_where_places_wait(event, lead):
    kind = make_ticket_type(event, size=3)
    make(lead, event, code="Speakers", reserved=1, reserved_type_id=kind.id)
    with unit_of_work():
        services.hold_places(ANONYMOUS, event, {kind.id: 1}, client_key="form")
    assert counters(kind) == (0, 2)
    order(event, "speakers", "s@x.org", kind=kind, key="form")
    assert counters(kind) == (1, 0)


def test_places_come_back_when_the_time_of_a_voucher_is_over(event, lead):
    kind = make_ticket_type(event, size=3)
    end = clock.now() + timedelta(days=2)
    voucher = make(lead, event, code="Early", reserved=1, reserved_type_id=kind.id, valid_until=end)
    hold_id = db.session.scalar(select(Hold.id).where(Hold.client_key == voucher.hold_key))
    with unit_of_work():
        assert services.release_when_over(hold_id, end - timedelta(hours=1)) > timedelta(0)
    assert counters(kind) == (0, 1)
    with unit_of_work():
        assert services.release_when_over(hold_id, end) is None
    assert counters(kind) == (0, 0)


def test_what_waits_changes_with_the_voucher(event, lead):
    kind = make_ticket_type(event, size=5)
    voucher = make(lead, event, code="Group", times=4, reserved=4, reserved_type_id=kind.id)
    order(event, "group", "a@x.org", kind=kind)
    for changes, held in (
        ({"times": 5, "reserved": 5}, 4),
        ({"reserved": 2}, 1),
        ({"reserved": 0}, 0),
    ):
        with unit_of_work():
            edit_voucher(lead, get_voucher(voucher.id, event.id), **changes)
        assert counters(kind) == (1, held)
    order(event, "group", "b@x.org", kind=kind)
    with pytest.raises(Conflict, match="voucher_below_used"), unit_of_work():
        edit_voucher(lead, get_voucher(voucher.id, event.id), times=1)


def test_what_makes_no_sense_is_refused(event, lead):
    kind, foreign = make_ticket_type(event, size=1), make_ticket_type(make_event())
    make(lead, event, code="Taken")
    wrong = (
        ({"code": "TAKEN"}, Conflict, "code_taken"),
        ({"code": "Other", "count": 2}, Invalid, "one_code_chosen"),
        ({"reserved": 2, "reserved_type_id": kind.id}, Invalid, "reserved_above_times"),
        ({"reserved": 1}, Invalid, "reserved_type_needed"),
        ({"reserved": 1, "reserved_type_id": foreign.id}, Invalid, "reserved_type_needed"),
        ({"ticket_types": [foreign.id]}, NotFound, "not_found"),
        ({"times": 2, "reserved": 2, "reserved_type_id": kind.id}, Conflict, "sold_out"),
    )
    for values, refusal, code in wrong:
        with pytest.raises(refusal, match=code):
            make(lead, event, **values)
    assert db.session.scalars(select(Voucher.code)).all() == ["Taken"]


def test_only_the_lead_makes_vouchers(event):
    desk = actor_of(member(event, TeamRole.DESK))
    for actor in (ANONYMOUS, desk):
        with pytest.raises((Forbidden, NotFound)):
            make(actor, event, code="Mine-1")


def test_guesses_are_counted_and_right_codes_are_not(event, lead):
    make(lead, event, code="Right-one", times=100)
    kind = make_ticket_type(event)
    for _ in range(30):
        with unit_of_work():
            terms_for(event, "right-one", network=NETWORK)
    for _ in range(21):
        with pytest.raises(Invalid, match="code_unknown"):
            order(event, "wrong-one", "a@x.org", kind=kind)
    for code in ("wrong-one", "right-one"):
        with pytest.raises(RateLimited):
            order(event, code, "a@x.org", kind=kind)
    with unit_of_work():
        assert terms_for(event, "right-one", network="198.51.100.1").voucher_id


def test_pages_make_vouchers_and_take_them(app, browser, event):
    kind = make_ticket_type(event, price=9_900, vat_rate=1900, visibility="staff")
    make_ticket_type(event)
    boss = Browser(app).sign_in(member(event))
    path = "/manage/day/tickets/vouchers"
    assert "No vouchers yet" in boss.get(path).text
    new = {"count": "1", "times": "1", "effect": "percent", "reserved": "0"}
    assert "Say how much." in boss.post(f"{path}/new", new).text
    assert "Write domains" in boss.post(f"{path}/new", new | {"domains": "no domain"}).text
    chosen = {"code": "Partner-24", "percent": "50", "ticket_types": encode_id(kind.id)}
    assert boss.post(f"{path}/new", new | chosen).status_code == 302
    assert "50 % off" in boss.get(path).text
    form = "/e/day/register"
    assert kind.name not in browser.get(f"{form}?access_code=partner-24").text
    wrong = browser.post(f"{form}/code", {"access_code": "partner-25"}, page=form)
    assert wrong.status_code == 422
    assert "There is no such code." in wrong.text
    shown = browser.post(f"{form}/code", {"access_code": "partner-24"}, page=form)
    page = browser.get(shown.location).text
    assert "EUR 49.50 instead of EUR 99" in page
    person = {"given_name": "Ada", "family_name": "King", "email": "ada@example.org"}
    person |= {"ticket_type": encode_id(kind.id), "access_code": "partner-24"}
    answer = browser.post(form, person, page=shown.location)
    assert answer.status_code == 302
    assert db.session.scalars(select(Ticket.price)).one() == 4_950
    again = browser.post(form, person | {"email": "bob@example.org"}, page=form)
    assert again.status_code == 409
    assert "as often as it can be" in again.text
    assert "Used up" in boss.get(path).text


def test_pages_make_many_change_end_and_export_them(app, event):
    kind = make_ticket_type(event, size=10)
    boss = Browser(app).sign_in(member(event))
    path = "/manage/day/tickets/vouchers"
    new = {"count": "3", "times": "2", "effect": "free", "note": "=Press", "reserved": "1"}
    new |= {"reserved_type": encode_id(kind.id)}
    assert boss.post(f"{path}/new", new).status_code == 302
    assert counters(kind) == (0, 3)
    rows = list(csv.DictReader(io.StringIO(boss.get(f"{path}.csv?q=press").text.lstrip("\ufeff"))))
    assert len({row["code"] for row in rows}) == 3
    assert {row["note"] for row in rows} == {"'=Press"}
    assert boss.get(f"{path}.xlsx").data.startswith(b"PK")
    assert "No voucher found" in boss.get(f"{path}?q=nobody").text
    voucher = db.session.scalars(select(Voucher)).first()
    one = f"{path}/{encode_id(voucher.id)}"
    changed = new | {"code": voucher.code, "effect": "price", "amount": "12.50", "reserved": "0"}
    assert boss.post(one, changed).status_code == 302
    assert counters(kind) == (0, 2)
    assert "For 12.50" in boss.get(path).text
    assert boss.post(f"{one}/end", page=one).status_code == 302
    assert "End the voucher now" not in boss.get(one).text


def test_one_voucher_more_asks_no_more_of_tables(app, event, lead, count_queries):
    kind = make_ticket_type(event)
    boss = Browser(app).sign_in(member(event))
    seen = []
    for _ in range(2):
        make(lead, event, count=2, ticket_types=[kind.id])
        boss.get("/manage/day/tickets/vouchers")
        with count_queries as counted:
            boss.get("/manage/day/tickets/vouchers")
        seen.append(len(counted.statements))
    assert seen[0] == seen[1]
