"""Seats of companies: given, filled, invited, withdrawn, returned; the counters always add up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import clock
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, DomainError, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.seats import queries, services
from app.seats.models import CompanySeats, SeatInvitation
from app.seats.rules import is_reminder_due, reminder_delays
from app.seats.services.filling import note_cancelled
from app.seats.services.giving import close_when_over, remind_when_unfilled
from app.tickets.models import HeldPlaces, Quota, TakenPlace, Ticket
from app.tickets.rules.attendees import Attendee
from app.tickets.services import cancel_ticket, register
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket_type, quota_of

DAY = timedelta(days=1)


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def kind(event):
    return make_ticket_type(event, size=5)


def give(event, kind, seats=3, until=None):
    with unit_of_work():
        return services.give_seats(
            SYSTEM,
            event,
            ticket_type=kind.id,
            company="Νότος ΑΕ",
            email="office@example.org",
            seats=seats,
            until=until or clock.now() + DAY,
        )


def guest(kind, name="ada"):
    return Attendee(
        ticket_type=kind.id, given_name=name, family_name="N", email=f"{name}@example.org"
    )


def fill(given, kind, name="ada", **values):
    with unit_of_work():
        link = queries.seats_link(given)
        return services.fill_seat(ANONYMOUS, link, guest(kind, name), **values).tickets[0]


def counts(given):
    db.session.rollback()
    one = db.session.get_one(CompanySeats, given.id)
    return one.seats, one.filled, one.invited, one.returned


def places(kind):
    """Return what is taken and held, after a look whether the rows say the same."""
    db.session.rollback()
    quota_id = quota_of(kind)
    quota = db.session.get_one(Quota, quota_id)
    taken = select(func.count()).where(TakenPlace.quota_id == quota_id)
    held = select(func.coalesce(func.sum(HeldPlaces.places), 0))
    assert db.session.scalar(taken) == quota.taken
    assert db.session.scalar(held.where(HeldPlaces.quota_id == quota_id)) == quota.held
    return quota.taken, quota.held


def test_seats_are_held_filled_and_returned_at_the_cut_off(event, kind):
    held = give(event, kind)
    assert places(kind) == (0, 3)
    ticket = fill(held, kind)
    assert (ticket.price, ticket.organisation_name) == (0, "Νότος ΑΕ")
    assert places(kind) == (1, 2)
    with unit_of_work():
        assert close_when_over(held.id, clock.now()) > DAY / 2
    for _twice in range(2):
        with unit_of_work():
            assert close_when_over(held.id, clock.now() + 2 * DAY) is None
    assert counts(held) == (3, 1, 0, 2)
    assert places(kind) == (1, 0)
    with pytest.raises(Conflict, match="seats_over"):
        fill(held, kind, "bob")


def test_the_quotas_refuse_more_seats_than_they_have(event, kind):
    with pytest.raises(Conflict, match="sold_out"):
        give(event, kind, 6)
    held = give(event, kind, 4)
    with unit_of_work():
        register(ANONYMOUS, event, guest(kind, "own"))
    with pytest.raises(Conflict, match="sold_out"), unit_of_work():
        services.change_seats(SYSTEM, queries.get_seats(held.id), seats=5)
    fill(held, kind)
    with pytest.raises(Conflict, match="seats_below_filled"), unit_of_work():
        services.change_seats(SYSTEM, queries.get_seats(held.id), seats=0)
    with unit_of_work():
        services.change_seats(SYSTEM, queries.get_seats(held.id), seats=1)
    assert places(kind) == (2, 0)
    with pytest.raises(Conflict, match="seats_filled"):
        fill(held, kind, "bob")


def test_a_form_sent_twice_fills_one_seat(event, kind):
    held = give(event, kind)
    first, again = (fill(held, kind, client_key="once") for _twice in range(2))
    assert first.id == again.id
    assert counts(held) == (3, 1, 0, 0)


def test_a_withdrawn_name_leaves_its_seat_to_the_company(event, kind):
    held = give(event, kind, 1)
    ticket = fill(held, kind)
    with unit_of_work():
        services.withdraw_name(ANONYMOUS, queries.seats_link(held), ticket.id)
    assert (counts(held), places(kind)) == ((1, 0, 0, 0), (0, 1))
    with pytest.raises(NotFound), unit_of_work():
        services.withdraw_name(ANONYMOUS, queries.seats_link(held), ticket.id)
    fill(held, kind, "bob")
    assert places(kind) == (1, 0)


def test_what_a_holder_cancels_goes_to_everybody_and_counts_once(event, kind):
    held = give(event, kind, 2)
    ticket = fill(held, kind)
    with unit_of_work():
        cancel_ticket(SYSTEM, db.session.get_one(Ticket, ticket.id))
    for _twice in range(2):
        with unit_of_work():
            note_cancelled(ticket.id)
    assert (counts(held), places(kind)) == ((2, 0, 0, 1), (0, 1))


def test_an_invitation_keeps_its_seat_and_is_used_once(event, kind):
    held = give(event, kind, 1)
    link = queries.seats_link(held)
    with unit_of_work():
        one = services.invite(ANONYMOUS, link, "ida@example.org")
    with pytest.raises(Conflict, match="seats_filled"):
        fill(held, kind)
    own = queries.invitation_link(one)
    with unit_of_work():
        services.accept_invitation(ANONYMOUS, own, guest(kind, "ida"))
    assert (counts(held), places(kind)) == ((1, 1, 0, 0), (1, 0))
    with pytest.raises(Conflict, match="seat_invitation_over"), unit_of_work():
        services.accept_invitation(ANONYMOUS, own, guest(kind, "bob"))
    with pytest.raises(Conflict, match="seat_invitation_over"), unit_of_work():
        services.withdraw_invitation(ANONYMOUS, link, one.id)


def test_a_link_opens_its_own_company_until_it_is_renewed(event, kind):
    mine, other = give(event, kind, 1), give(event, kind, 1)
    ticket = fill(mine, kind)
    with pytest.raises(NotFound), unit_of_work():
        services.withdraw_name(ANONYMOUS, queries.seats_link(other), ticket.id)
    old = queries.seats_link(mine)
    with unit_of_work():
        services.renew_link(SYSTEM, queries.get_seats(mine.id))
    with pytest.raises(NotFound):
        queries.get_seats_by_link(old)
    assert queries.get_seats_by_link(queries.seats_link(queries.get_seats(mine.id))).id == mine.id


def test_a_revoked_company_keeps_who_is_named(event, kind):
    held = give(event, kind)
    fill(held, kind)
    with unit_of_work():
        services.invite(ANONYMOUS, queries.seats_link(held), "ida@example.org")
    with unit_of_work():
        services.revoke_seats(SYSTEM, queries.get_seats(held.id))
    assert (counts(held), places(kind)) == ((3, 1, 0, 2), (1, 0))
    assert db.session.scalars(select(SeatInvitation.state)).all() == ["withdrawn"]
    with pytest.raises(Conflict, match="seats_over"), unit_of_work():
        services.revoke_seats(SYSTEM, queries.get_seats(held.id))


def test_a_cut_off_lies_between_now_and_the_end(event, kind):
    for wrong in (clock.now() - DAY, event.ends_at + DAY):
        with pytest.raises(Invalid, match="seats_until_past"):
            give(event, kind, until=wrong)


def test_reminders_go_out_once_each_and_in_order():
    now = clock.now()
    assert reminder_delays(now, now + 8 * DAY) == {7: DAY, 1: 7 * DAY}
    assert reminder_delays(now, now + DAY) == {}
    until = now + 7 * DAY
    assert is_reminder_due(7, None, until, now)
    assert not is_reminder_due(7, 7, until, now)
    assert not is_reminder_due(1, 7, until, now)
    assert is_reminder_due(1, 7, until, now + 6 * DAY)
    assert not is_reminder_due(7, 1, until, now + 6 * DAY)
    assert not is_reminder_due(1, None, until, until)


def test_a_company_with_free_seats_is_reminded(event, kind):
    held = give(event, kind, 1, until=clock.now() + 6 * DAY)
    for _twice in range(2):
        with unit_of_work():
            remind_when_unfilled(held.id, 7, clock.now())
    db.session.rollback()
    assert db.session.get_one(CompanySeats, held.id).reminded == 7


STEPS = ("fill", "invite", "accept", "withdraw", "cancel", "more", "fewer", "close")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(STEPS), max_size=8))
def test_seats_always_add_up_with_the_counters(app, steps):
    event = make_event()
    kind = make_ticket_type(event, size=4)
    held = give(event, kind, 2)
    for number, step in enumerate(steps):
        try:
            act(step, held, kind, f"g{number}")
        except DomainError:
            db.session.rollback()
        seats, filled, invited, returned = counts(held)
        assert places(kind) == (filled, seats - filled - returned)
        assert invited <= seats - filled - returned


def act(step, held, kind, name):
    link = queries.seats_link(held)
    tickets = [one.id for one in queries.list_names(held)]
    invited = [queries.invitation_link(one) for one in queries.list_invited(held)]
    now = queries.get_seats(held.id)
    db.session.rollback()
    with unit_of_work():
        if step == "fill":
            services.fill_seat(ANONYMOUS, link, guest(kind, name))
        elif step == "invite":
            services.invite(ANONYMOUS, link, f"{name}@example.org")
        elif step == "accept" and invited:
            services.accept_invitation(ANONYMOUS, invited[0], guest(kind, name))
        elif step == "withdraw" and tickets:
            services.withdraw_name(ANONYMOUS, link, tickets[0])
        elif step == "cancel" and tickets:
            cancel_ticket(SYSTEM, db.session.get_one(Ticket, tickets[0]))
            note_cancelled(tickets[0])
        elif step in ("more", "fewer"):
            change = 1 if step == "more" else -1
            given = queries.get_seats(now.id)
            services.change_seats(SYSTEM, given, seats=given.seats + change)
        elif step == "close":
            close_when_over(held.id, clock.now() + 2 * DAY)


def boss_of(event):
    person = make_person()
    make_team_member(event, person)
    return person


def test_pages_give_fill_invite_change_and_withdraw(app, browser, event, kind):
    boss = Browser(app).sign_in(boss_of(event))
    until = f"{clock.now() + 2 * DAY:%Y-%m-%dT%H:%M}"
    new = {
        "company": "Notos",
        "email": "o@example.org",
        "ticket_type": encode_id(kind.id),
        "seats": "2",
        "until": until,
    }
    assert "No company has seats" in boss.get("/manage/day/tickets/companies").text
    wrong = boss.post("/manage/day/tickets/companies/new", new | {"seats": "0"})
    assert (wrong.status_code, 'value="Notos"' in wrong.text) == (422, True)
    assert boss.post("/manage/day/tickets/companies/new", new).status_code == 302
    (held,) = queries.list_seats(event.id)
    at = f"/company-seats/{queries.seats_link(held)}"
    assert "No seat is filled yet" in browser.get(at).text
    typed = {"given_name": "Ada", "family_name": "", "email": "ada@example.org"}
    wrong = browser.post(f"{at}/fill", typed)
    assert (wrong.status_code, 'value="Ada"' in wrong.text) == (422, True)
    assert browser.post(f"{at}/fill", typed | {"family_name": "Lo"}).status_code == 302
    assert browser.post(f"{at}/invite", {"email": "ida@example.org"}).status_code == 302
    (invitation,) = queries.list_invited(held)
    assert "ida@example.org" in browser.get(at).text
    own = f"/seat/{queries.invitation_link(invitation)}"
    assert "Your seat" in browser.get(own).text
    taken = browser.post(own, typed | {"family_name": "Ida", "email": "ida@example.org"})
    assert taken.status_code == 302
    assert "invitation is over" in browser.get(own).text
    ticket = next(one for one in queries.list_names(held) if one.family_name == "Lo")
    name = f"{at}/names/{encode_id(ticket.id)}"
    assert browser.post(name, {"given_name": "Eva", "family_name": "Lo"}).status_code == 302
    assert "Eva Lo" in browser.get(at).text
    assert browser.post(f"{name}/withdraw", page=name).status_code == 302
    one = f"/manage/day/tickets/companies/{encode_id(held.id)}"
    assert "Ada Ida" in boss.get(one).text
    assert "Notos,o@example.org" in boss.get("/manage/day/tickets/companies.csv").text
    assert boss.post(one, {"seats": "0", "until": until}).status_code == 422
    assert boss.post(f"{one}/renew", page=one).status_code == 302
    assert browser.get(at).status_code == 404
    assert boss.post(f"{one}/revoke", page=one).status_code == 302
    assert "Revoked" in boss.get("/manage/day/tickets/companies").text
    stranger = Browser(app).sign_in(make_person())
    assert stranger.get("/manage/day/tickets/companies").status_code == 404


def take(event, kind, seats=3):
    with unit_of_work():
        return services.take_group(
            ANONYMOUS,
            event,
            ticket_type=kind.id,
            seats=seats,
            company="Robotics class",
            email="teacher@example.org",
        )


def test_a_group_takes_places_and_names_its_people_later(event, kind):
    held = take(event, kind)
    assert (counts(held), places(kind)) == ((3, 0, 0, 0), (0, 3))
    assert timedelta(0) <= clock.now() + 14 * DAY - held.until < DAY / 24
    fill(held, kind)
    assert (counts(held), places(kind)) == ((3, 1, 0, 0), (1, 2))


def test_a_group_takes_no_more_than_its_ticket_gives_and_than_is_free(event):
    kind = make_ticket_type(event, size=5, least=3, most=4)
    for seats in (2, 5):
        with pytest.raises(Invalid, match="group_size"):
            take(event, kind, seats)
    take(event, kind, 4)
    with pytest.raises(Invalid, match="not_for_groups"):
        take(event, kind, 3)


@pytest.mark.parametrize(
    "values",
    [
        {"price": 100},
        {"needs_approval": True},
        {"visibility": "code", "access_code": "SESAME"},
        {"on_sale_from": datetime(2090, 1, 1, tzinfo=UTC)},
        {"most": 1},
    ],
    ids=str,
)
def test_no_group_takes_what_one_has_to_ask_pay_or_wait_for(event, values):
    with pytest.raises(Invalid, match="not_for_groups"):
        take(event, make_ticket_type(event, **values), 2)


def test_on_the_last_day_no_group_comes_unnamed(app):
    event = make_event(slug="soon", starts_at=clock.now() + DAY / 2)
    with pytest.raises(Invalid, match="not_for_groups"):
        take(event, make_ticket_type(event), 2)


def test_a_group_registers_on_its_page(app, event, kind):
    browser = Browser(app)
    assert "/e/day/register/group" in browser.get("/e/day/register").text
    sent = {"ticket_type": encode_id(kind.id), "company": "Robotics class"}
    page = browser.post("/e/day/register/group", sent | {"seats": "3", "email": "x"})
    assert (page.status_code, "Robotics class" in page.text) == (422, True)
    sent |= {"seats": "3", "email": "teacher@example.org"}
    done = browser.post("/e/day/register/group", sent)
    assert "/company-seats/" in done.location
    assert "Seats of Robotics class" in browser.get(done.location).text
