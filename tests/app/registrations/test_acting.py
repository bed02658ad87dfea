"""Acts on many tickets, doubles made one, links of campaigns, and figures."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.core.work import Work
from app.events.models import TeamRole
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from app.registrations import services
from app.registrations.queries.doubles import list_doubles
from app.registrations.rules.acts import Act, Chosen, make_plan
from app.registrations.rules.counting import Registered, count_up
from app.tickets.models import Quota, RegistrationAnswer, TakenPlace, Ticket
from app.tickets.queries import AttendeeFilter, who_came
from app.tickets.rules.channels import channel_of
from app.tickets.rules.questions import QuestionKind
from app.tickets.rules.sales import TicketState
from tests.app.registrations.test_listing import admit
from tests.client import Browser
from tests.concurrency.test_members import at_once
from tests.conftest import IS_LONG
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.questions import make_answer, make_question
from tests.factories.tickets import (
    give_add_on,
    make_add_on,
    make_ticket,
    make_ticket_type,
    quota_of,
)
from tests.worker import run_jobs

LIST = "/manage/day/tickets/attendees"


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(event):
    person = make_person()
    make_team_member(event, person)
    return person


def taken(kind):
    db.session.rollback()
    return db.session.scalar(select(Quota.taken).where(Quota.id == quota_of(kind)))


def test_those_who_came_are_left_out_of_a_cancellation(app, event, lead):
    kind = make_ticket_type(event)
    one, other = make_ticket(kind, given_name="Ana"), make_ticket(kind, given_name="Bea")
    admit(one, event)
    browser = Browser(app).sign_in(lead)
    sent = {"act": "cancel", "ticket_ids": [encode_id(one.id), encode_id(other.id)]}
    page = browser.post(f"{LIST}/act", sent, page=LIST).text
    assert "Somebody came in with this ticket" in page
    assert "Cancel the tickets: 1" in page
    done = browser.post(f"{LIST}/act", sent | {"expected": "1"}, page=LIST)
    assert done.status_code == 302
    assert taken(kind) == 1
    again = browser.post(f"{LIST}/act", sent | {"expected": "1"}, page=LIST)
    assert again.status_code == 302  # it would be nobody now, which is said
    assert taken(kind) == 1


def test_a_ticket_type_changes_as_far_as_its_places_reach(app, event, lead):
    day, evening = make_ticket_type(event), make_ticket_type(event, size=1)
    make_ticket(day), make_ticket(day)
    deed = services.Deed(act=Act.CHANGE_TYPE, wanted=AttendeeFilter(), target=evening.id)
    _tickets, plan = services.foresee_act(actor_for(lead), event, deed)
    assert (len(plan.can), list(plan.cannot.values())) == (1, ["sold_out"])
    with unit_of_work():
        done = services.start_act(actor_for(lead), event, deed, expected=1)
    assert done == services.Done(done=1)
    assert (taken(day), taken(evening)) == (1, 1)
    with pytest.raises(Conflict, match="preview_changed"), unit_of_work():
        services.start_act(actor_for(lead), event, deed, expected=1)


def test_many_are_left_to_the_worker_which_tells_whom_it_left_out(app, event, lead):
    kind = make_ticket_type(event)
    for _n in range(27):
        make_ticket(kind)
    deed = services.Deed(act=Act.RESEND, wanted=AttendeeFilter())
    with unit_of_work():
        begun = services.start_act(actor_for(lead), event, deed, expected=27)
        assert isinstance(begun, Work)
    run_jobs()
    assert len(db.session.scalars(select(Delivery)).all()) == 27


def test_nobody_acts_on_many_without_the_right_to(app, event):
    kind = make_ticket_type(event)
    ticket = make_ticket(kind)
    desk = make_person()
    make_team_member(event, desk, role=TeamRole.DESK)
    browser = Browser(app).sign_in(desk)
    assert "With those that are ticked" not in browser.get(LIST).text
    sent = {"act": "cancel", "ticket_ids": encode_id(ticket.id), "expected": "1"}
    assert browser.post(f"{LIST}/act", sent, page=LIST).status_code == 403


@given(
    chosen=st.lists(st.sampled_from([(1,), (2,), (1, 2), ()]), max_size=8),
    free=st.fixed_dictionaries({1: st.integers(0, 4), 2: st.integers(0, 4)}),
)
@settings(max_examples=60)
def test_no_plan_takes_more_than_is_free(chosen, free):
    people = [
        Chosen(n, TicketState.VALID, 0, 1, 1, has_come=False, wanted=wanted)
        for n, wanted in enumerate(chosen)
    ]
    plan = make_plan(Act.CHANGE_TYPE, people, 9, 0, free)
    assert set(plan.can) | set(plan.cannot) == set(range(len(chosen)))
    for quota in (1, 2):
        assert sum(quota in chosen[n] for n in plan.can) <= free[quota]


def pair_of(event):
    kind = make_ticket_type(event)
    same = {"given_name": "Eva", "family_name": "Roe", "email": "eva@example.org"}
    return kind, make_ticket(kind, **same), make_ticket(kind, **same)


def test_doubles_are_found_by_address_or_by_name_and_organisation(event, lead):
    kind, one, other = pair_of(event)
    third = make_ticket(kind, given_name="Roé", family_name="EVA", email="e@example.org")
    found = {(d.first_id, d.second_id): d.reason for d in list_doubles(actor_for(lead), event)}
    low, high = sorted((one.id, other.id))
    assert found.pop((low, high)) == "email"
    assert set(found.values()) == {"name"}
    assert set(found) == {tuple(sorted((third.id, n))) for n in (low, high)}


def test_of_two_one_is_kept_with_the_scans_of_both_and_one_place_comes_back(event, lead):
    kind, one, other = pair_of(event)
    admit(other, event)
    with unit_of_work():
        services.merge_tickets(actor_for(lead), event, keep=one.id, drop=other.id)
    run_jobs()
    assert taken(kind) == 1
    assert who_came([one.id, other.id]) == {one.id}
    assert db.session.get_one(Ticket, other.id).state == "cancelled"
    assert list(db.session.scalars(select(Delivery))) == []
    assert list_doubles(actor_for(lead), event) == []


def test_the_one_that_is_kept_has_the_add_ons_of_both_each_with_one_place(event, lead):
    kind, one, other = pair_of(event)
    dinner, visit = make_add_on(event), make_add_on(event)
    for ticket, add_ons in ((one, [dinner]), (other, [dinner, visit])):
        for add_on in add_ons:
            give_add_on(ticket, add_on)
    with unit_of_work():
        services.merge_tickets(actor_for(lead), event, keep=one.id, drop=other.id)
    db.session.rollback()
    kept = db.session.get_one(Ticket, one.id)
    assert {has.add_on_id for has in kept.add_ons} == {dinner.id, visit.id}
    places = dict(db.session.execute(select(Quota.id, Quota.taken)).all())
    own = quota_of(kind), dinner.quotas[0].id, visit.quotas[0].id
    assert [places[quota_id] for quota_id in own] == [1, 1, 1]
    assert db.session.scalars(select(TakenPlace.ticket_id)).all() == [one.id] * 3


def test_an_answer_moves_over_only_where_its_question_would_be_asked(event, lead):
    kind = make_ticket_type(event)
    one, other = (make_ticket(kind, email="eva@example.org") for _ in range(2))
    lunch = make_question(event, QuestionKind.YES_NO)
    diet = make_question(event, depends_on_id=lunch.id, wanted="yes")
    bus = make_question(event)
    make_answer(one, lunch, "no")
    make_answer(other, lunch, "yes")
    make_answer(other, diet, "No meat")
    make_answer(other, bus, "Volos")

    with unit_of_work():
        services.merge_tickets(actor_for(lead), event, keep=one.id, drop=other.id)

    kept = db.session.query(RegistrationAnswer).filter_by(ticket_id=one.id)
    assert {row.question_id: row.value for row in kept} == {lunch.id: "no", bus.id: "Volos"}


def test_a_pair_that_is_two_people_is_not_shown_again(app, event, lead):
    _kind, one, other = pair_of(event)
    browser = Browser(app).sign_in(lead)
    page = "/manage/day/tickets/doubles"
    assert "The same address" in browser.get(page).text
    sent = {"ticket_id": encode_id(one.id), "other_id": encode_id(other.id)}
    browser.post(f"{page}/dismiss", sent, page=page)
    assert "No doubles" in browser.get(page).text


@pytest.mark.slow
def test_many_merge_one_pair_and_one_does(app, event, lead):
    kind, one, other = pair_of(event)
    actor, number = actor_for(lead), 50 if IS_LONG else 8

    def merge() -> None:
        here = db.session.merge(event, load=False)
        services.merge_tickets(actor, here, keep=one.id, drop=other.id)

    assert at_once(app, *[merge] * number) == {"done": 1, "not_doubles": number - 1}
    assert taken(kind) == 1


def test_a_link_counts_who_came_by_it_and_cannot_pose_as_one_of_ours(app, browser, event, lead):
    kind = make_ticket_type(event)
    own = Browser(app).sign_in(lead)
    page = "/manage/day/tickets/links"
    assert own.post(page, {"channel": "import"}).status_code == 422
    assert own.post(page, {"channel": "fair-2026"}).status_code == 302
    person = {"given_name": "A", "family_name": "B", "ticket_type": encode_id(kind.id)}
    for n, via in enumerate(("fair-2026", "walk_in", "import")):
        sent = person | {"email": f"a{n}@example.org"}
        assert browser.post(f"/e/day/register?via={via}", sent).status_code == 302
    assert "1 registered by it" in own.get(page).text
    figures = own.get("/manage/day/tickets/figures").text
    assert "fair-2026" in figures
    assert "Registration page" in figures


def test_names_that_are_no_channels_count_as_the_page():
    usual = ["", None, "Web", "a b", "x" * 41, "import", "walk_in", "é"]
    assert {channel_of(one) for one in usual} == {"web"}
    assert channel_of("x" * 40) == "x" * 40


def test_weeks_begin_on_monday_at_the_venue_and_empty_ones_count():
    sunday = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)  # Monday in Warsaw
    later = datetime(2026, 11, 18, 12, tzinfo=UTC)
    rows = [Registered(sunday, "web", "PL", 1), Registered(later, "fair", "", 1)]
    found = count_up(rows, "Europe/Warsaw")
    assert found.weeks == [(date(2026, 11, 2), 1), (date(2026, 11, 9), 0), (date(2026, 11, 16), 1)]
    assert found.channels == [("fair", 1), ("web", 1)]
    assert found.types == [(1, 2)]


def test_figures_ask_as_often_for_three_as_for_one(app, event, lead, count_queries):
    kind, browser = make_ticket_type(event), Browser(app).sign_in(lead)
    asked = []
    for more in (1, 2):
        for _n in range(more):
            make_ticket(kind)
        with count_queries as counter:
            browser.get("/manage/day/tickets/figures")
        asked.append(counter.count)
    assert asked[0] == asked[1]
