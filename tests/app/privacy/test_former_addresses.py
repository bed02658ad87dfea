"""What came under an address that somebody had before is theirs, for as long as they had it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.uow import unit_of_work
from app.identity.models import FormerAddress, Person
from app.privacy.models import Consent, ConsentText
from app.privacy.queries import describe_log
from app.privacy.queries.copies import everything_about
from app.privacy.rules.holding import LINGERS, Claim, Window, window_of
from app.privacy.rules.purposes import Purpose
from app.privacy.services import erasing
from app.tickets.models import Ticket
from app.tickets.queries import list_agreed
from tests.client import Browser
from tests.factories import saved
from tests.factories.events import make_event
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket, make_ticket_type
from tests.regress.mailed import last_link

OLD, NEW = "old@example.org", "new@example.org"
PHOTOS = Purpose.PHOTOS


def day(number: int) -> datetime:
    return datetime(2030, 3, number, tzinfo=UTC)


@pytest.fixture
def kind(app):
    return make_ticket_type(make_event(starts_at=day(28)))


def moved(person: Person, since: int, until: int, email: str = OLD) -> None:
    span = {"held_from": day(since), "held_until": day(until)}
    saved(lambda: FormerAddress(person_id=person.id, email=email, email_key=email, **span))


def holder(email: str = NEW, since: int = 5) -> Person:
    return make_person(email=email, email_confirmed_at=day(since), created_at=day(1))


def tickets_in_copy(person: Person) -> list[int]:
    whole, _files = everything_about(db.session.get_one(Person, person.id))
    tables = {table["table"]: table["rows"] for table in whole["tables"]}
    return sorted(row["id"] for row in tables.get("ticket", []))


def erase(person: Person) -> None:
    with unit_of_work():
        erasing.erase_self(Actor(person_id=person.id, email=person.email))


def address_of(ticket_id: int) -> str | None:
    return db.session.scalar(select(Ticket.email).where(Ticket.id == ticket_id))


def test_a_changed_address_is_remembered_and_its_tickets_stay_the_persons(app, kind):
    person = make_person(email=OLD)
    ticket = make_ticket(kind, email=OLD)
    browser = Browser(app).sign_in(person)
    browser.post("/account/email", {"email": NEW}, page="/account/email")
    assert browser.post(last_link(browser, NEW)).status_code == 302
    former = db.session.scalars(select(FormerAddress)).one()
    assert (former.email, former.person_id) == (OLD, person.id)
    assert tickets_in_copy(person) == [ticket.id]
    erase(person)
    assert (address_of(ticket.id), erasing.is_suppressed(OLD)) == ("", True)
    assert db.session.scalars(select(FormerAddress)).all() == []


def test_each_holder_of_an_address_gets_what_came_in_their_time(kind):
    first, second = holder(), holder(OLD, since=20)
    moved(first, 1, 5)
    at = {number: make_ticket(kind, email=OLD, created_at=day(number)).id for number in (2, 8, 21)}
    within_a_week = [at[2], at[8]]
    assert tickets_in_copy(first) == sorted(within_a_week)
    assert tickets_in_copy(second) == [at[21]]
    erase(first)
    assert [address_of(at[number]) for number in (2, 8, 21)] == ["", "", OLD]
    assert not erasing.is_suppressed(OLD)


def test_nothing_that_came_after_the_address_was_given_up_is_the_former_holders(kind):
    person = holder()
    moved(person, 1, 5)
    late = make_ticket(kind, email=OLD, created_at=day(13))
    assert tickets_in_copy(person) == []
    erase(person)
    assert address_of(late.id) == OLD


def test_the_next_holder_gets_nothing_of_somebody_who_was_erased(kind):
    yesterday = clock.now() - timedelta(days=1)
    erase(make_person(email=OLD))
    left = make_ticket(kind, email=OLD, created_at=yesterday)  # such as a row that must be kept
    now = make_person(email=OLD)
    assert left.id not in tickets_in_copy(now)


def test_who_takes_an_address_back_leaves_the_thiefs_to_the_thief(app, kind):
    victim = make_person(email=OLD)
    thief = Browser(app).sign_in(victim)
    thief.post("/account/email", {"email": "thief@example.org"}, page="/account/email")
    thief.post(last_link(thief, "thief@example.org"))
    back = last_link(thief, OLD)
    thief.post("/account/email", {"email": "other@example.org"}, page="/account/email")
    thief.post(last_link(thief, "other@example.org"))
    assert Browser(app).post(back, page=back).status_code == 302
    assert [one.email for one in db.session.scalars(select(FormerAddress))] == [OLD]
    ticket = make_ticket(kind, email="thief@example.org")
    assert ticket.id not in tickets_in_copy(victim)


def say(kind, email: str, person: Person | None, at: int, *, is_given: bool) -> None:
    text = {"purpose": PHOTOS, "language": "en", "text": "Photos"}
    if db.session.get(ConsentText, "0" * 64) is None:
        saved(lambda: ConsentText(fingerprint="0" * 64, **text))
    said = {"email": email, "email_key": email, "is_given": is_given, "at": day(at)}
    links = {"person_id": person.id if person else None, "event_id": kind.event_id}
    fixed = {"purpose": PHOTOS, "text_fingerprint": "0" * 64, "channel": "registration"}
    saved(lambda: Consent(**said, **links, **fixed))


def test_a_refusal_counts_for_the_ticket_under_the_address_before(kind):
    person = holder()
    moved(person, 1, 5)
    ticket = make_ticket(kind, email=OLD, created_at=day(2))
    say(kind, OLD, person, 2, is_given=True)
    assert list_agreed(kind.event_id) == {ticket.id: {PHOTOS}}
    say(kind, OLD, None, 6, is_given=True)  # somebody else types the address
    say(kind, NEW, person, 7, is_given=False)
    say(kind, OLD, None, 8, is_given=True)
    assert list_agreed(kind.event_id) == {}
    assert [one.is_given for one in describe_log(person)] == [False]


def test_the_next_holder_agrees_for_their_own_ticket_only(kind):
    first, second = holder(), holder(OLD, since=20)
    moved(first, 1, 5)
    make_ticket(kind, email=OLD, created_at=day(2))
    own = make_ticket(kind, email=OLD, created_at=day(21))
    say(kind, OLD, second, 21, is_given=True)
    assert list_agreed(kind.event_id) == {own.id: {PHOTOS}}


def test_windows_by_hand():
    first, second, now = Claim(1, day(1), day(5)), Claim(2, day(8), day(10)), Claim(3, day(20))
    every = [first, second, now]
    assert window_of(first, every) == Window(None, day(8))
    assert window_of(second, every) == Window(day(8), day(10) + LINGERS)
    assert window_of(now, every) == Window(day(17), None)
    assert window_of(now, every, erased_at=day(19)) == Window(day(19), None)
    assert window_of(now, every, erased_at=day(21)) == Window(day(17), None)
    assert window_of(Claim(1, day(1)), [Claim(1, day(1))]) == Window(None, None)


@given(st.lists(st.integers(0, 400), min_size=2, max_size=9, unique=True), st.data())
def test_no_instant_of_an_address_belongs_to_two_accounts(hours, data):
    start = day(1)
    edges = [start + timedelta(hours=hour) for hour in sorted(hours)]
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    claims = [Claim(data.draw(st.integers(1, 3)), since, until) for since, until in spans]
    if len(edges) % 2:
        claims.append(Claim(data.draw(st.integers(1, 3)), edges[-1]))
    at = start + timedelta(hours=data.draw(st.integers(-50, 700)))
    holders = {one.person_id for one in claims if within(window_of(one, claims), at)}
    assert len(holders) <= 1
    for one in claims:
        if one.since <= at and (one.until is None or at < one.until):
            assert holders == {one.person_id}


def within(window: Window, at: datetime) -> bool:
    since, until = window.since, window.until
    return (since is None or since <= at) and (until is None or at < until)
