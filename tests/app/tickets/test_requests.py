"""The queue of requests: decided together and once, asked back, within the fence."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import EVERYBODY, fence
from app.events.queries import get_event
from app.notifications.models import Delivery
from app.tickets import queries, services
from app.tickets.models import Quota, RequestQuestion, Ticket
from app.tickets.queries import requests
from app.tickets.rules.attendees import Attendee
from app.tickets.rules.requests import which_fit
from app.tickets.services import deciding
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.concurrency.test_members import at_once
from tests.conftest import IS_LONG
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.factories.tickets import make_add_on, make_ticket_type, make_waiting, quota_of
from tests.worker import run_jobs

MANY = 50 if IS_LONG else 8
REQUESTS = "/manage/day/tickets/requests"


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def boss(event):
    person = make_person()
    make_team_member(event, person)
    db.session.expire(event, ["team"])
    return person


def ask(event, kind, *, number=0, **values):
    guest = Attendee(
        ticket_type=kind.id, given_name=f"Guest {number}", email=f"g{number}@example.org", **values
    )
    with unit_of_work():
        return services.place_order(ANONYMOUS, event, [guest]).tickets[0].id


def asked(event, kind, count):
    return [ask(event, kind, number=number) for number in range(count)]


def states(ids):
    db.session.rollback()
    return [db.session.get_one(Ticket, one).state for one in ids]


def approve(actor, ids):
    with unit_of_work():
        return deciding.approve_requests(actor, get_event("day"), ids)


@pytest.mark.parametrize(
    ("wanted", "free", "fits"),
    [
        ([], {1: 1}, []),
        ([{1: 1}, {1: 1}], {1: 1}, [True, False]),
        ([{1: 1, 2: 1}, {1: 1}], {1: 1, 2: 0}, [False, True]),
        ([{1: 2}, {1: 1}], {1: 1}, [False, True]),
        ([{1: 1}], {}, [False]),
    ],
)
def test_who_asked_first_gets_the_places(wanted, free, fits):
    assert which_fit(wanted, free) == fits


@settings(max_examples=40)
@given(
    st.lists(st.dictionaries(st.integers(1, 3), st.integers(1, 2), max_size=3), max_size=4),
    st.dictionaries(st.integers(1, 3), st.integers(0, 4)),
)
def test_nobody_more_fits_and_nobody_too_many(wanted, free):
    fits = which_fit(wanted, free)
    used = {
        quota: sum(one.get(quota, 0) for one, ok in zip(wanted, fits, strict=True) if ok)
        for quota in (1, 2, 3)
    }
    assert all(used[quota] <= free.get(quota, 0) for quota in used)
    for one, is_in in zip(wanted, fits, strict=True):
        if not is_in:
            assert any(used[q] + count > free.get(q, 0) for q, count in one.items())


def test_of_equals_the_order_decides_alone():
    for order in permutations(range(3)):
        fits = which_fit([{1: 1} for _one in order], {1: 2})
        assert fits == [True, True, False]


def test_several_come_as_far_as_there_are_places(event, boss):
    dinner = make_add_on(event, size=1)
    kind = make_ticket_type(event, size=3, needs_approval=True)
    first, second = (ask(event, kind, number=n, add_ons=(dinner.id,)) for n in range(2))
    third, fourth = (ask(event, kind, number=n) for n in (2, 3))
    ids = [first, second, third, fourth]
    preview = deciding.preview_requests(actor_of(boss), event, ids)
    assert [one.id for one in preview.without_place] == [second]
    assert states(ids) == ["requested"] * 4
    decided = approve(actor_of(boss), ids)
    assert [one.id for one in decided.done] == [first, third, fourth]
    assert [one.id for one in decided.without_place] == [second]
    assert states(ids) == ["valid", "requested", "valid", "valid"]
    assert db.session.get_one(Quota, quota_of(kind)).taken == 3
    with unit_of_work():
        declined = deciding.decline_requests(actor_of(boss), get_event("day"), ids, "Full.")
    assert [one.id for one in declined.done] == [second]
    assert len(declined.decided_before) == 3
    with pytest.raises(Conflict, match="ticket_decided"):
        approve(actor_of(boss), ids)


def test_what_costs_something_is_to_be_paid_then(event, boss):
    kind = make_ticket_type(event, price=500, needs_approval=True)
    ids = asked(event, kind, 1)
    approve(actor_of(boss), ids)
    assert states(ids) == ["unpaid"]


def test_a_question_goes_out_and_its_answer_comes_back(event, boss, browser):
    kind = make_ticket_type(event, needs_approval=True)
    (ticket_id,) = asked(event, kind, 1)
    ticket, actor = queries.get_ticket(ticket_id), actor_of(boss)
    with unit_of_work():
        deciding.ask_back(actor, ticket, "Which team?\nAnd why?")
    with pytest.raises(Conflict, match="question_open"), unit_of_work():
        deciding.ask_back(actor, ticket, "Once more?")
    run_jobs()
    letter = db.session.query(Delivery).filter_by(template="request_question").one()
    assert "Which team?" in letter.text
    link = queries.link_of(queries.get_ticket(ticket_id))
    path = f"/tickets/{link}/{encode_id(ticket_id)}/answer"
    assert path in letter.text
    assert "Answer it" in browser.get(f"/tickets/{link}").text
    assert browser.post(path, {"answer": " "}).status_code == 422
    assert browser.post(path, {"answer": "Team Neris"}).status_code == 302
    again = browser.post(path, {"answer": "Another"}, page="/e/day/register")
    assert again.status_code == 409
    (one,) = requests.questions_of([ticket_id])[ticket_id]
    assert (one.answer, one.answered_at is not None) == ("Team Neris", True)
    with unit_of_work():
        deciding.ask_back(actor, queries.get_ticket(ticket_id), "And when?")
    approve(actor, [ticket_id])
    with pytest.raises(Conflict, match="ticket_decided"), unit_of_work():
        deciding.answer_question(ANONYMOUS, link, ticket_id, "Late")
    with pytest.raises(Conflict, match="ticket_decided"), unit_of_work():
        deciding.ask_back(actor, queries.get_ticket(ticket_id), "Late?")
    assert db.session.query(RequestQuestion).count() == 2


def test_each_cluster_decides_about_its_own_people(app):
    scene = Scene()
    with unit_of_work():
        db.session.merge(scene.kind).needs_approval = True
    own = ask(scene.event, scene.kind, number=1, country="PL")
    foreign = ask(scene.event, scene.kind, number=2, country="DE")
    seen = fence(scene.co, scene.event)
    assert [one.id for one in requests.list_requests(scene.event.id, seen=seen)] == [own]
    assert requests.count_requests(scene.event.id, seen=EVERYBODY) == 2
    for chosen in ([foreign], [own, foreign]):
        with pytest.raises(NotFound):
            approve(scene.co, chosen)
    with pytest.raises((NotFound, Forbidden)), unit_of_work():
        deciding.ask_back(scene.co, queries.get_ticket(foreign), "Who?")
    approve(scene.co, [own])
    approve(scene.lead, [foreign])
    assert states([own, foreign]) == ["valid", "valid"]


def test_only_who_edits_attendees_decides(event):
    kind = make_ticket_type(event, needs_approval=True)
    ids = asked(event, kind, 1)
    desk = make_person()
    make_team_member(event, desk, TeamRole.DESK)
    for actor in (ANONYMOUS, actor_of(desk)):
        with pytest.raises((Forbidden, NotFound)):
            approve(actor, ids)


@pytest.mark.slow
def test_many_who_decide_at_once_decide_once(app, event, boss):
    kind = make_ticket_type(event, size=1, needs_approval=True)
    ids, actor = asked(event, kind, 2), actor_of(boss)
    found = at_once(
        app,
        *[
            lambda: deciding.approve_requests(actor, get_event("day"), ids[:1])
            for _one in range(MANY // 2)
        ],
        *[
            lambda: deciding.decline_requests(actor, get_event("day"), ids[:1], "No.")
            for _one in range(MANY - MANY // 2)
        ],
    )
    assert found == {"done": 1, "ticket_decided": MANY - 1}
    db.session.rollback()
    assert db.session.get_one(Quota, quota_of(kind)).taken == (states(ids)[0] == "valid")


@pytest.mark.slow
def test_two_who_let_everybody_in_at_once_let_in_as_many_as_fit(app, event, boss):
    kind = make_ticket_type(event, size=3, needs_approval=True)
    ids, actor = asked(event, kind, 4), actor_of(boss)
    works = [ids[:3], ids[1:]]
    at_once(
        app,
        *[
            lambda some=some: deciding.approve_requests(actor, get_event("day"), some)
            for some in works
        ],
    )
    assert sorted(states(ids)) == ["requested", "valid", "valid", "valid"]
    assert db.session.get_one(Quota, quota_of(kind)).taken == 3


def test_who_is_let_in_need_not_wait_behind_a_group(event, boss):
    """Of two free places the group of four on the waiting list has no use yet."""
    kind = make_ticket_type(event, size=2, needs_approval=True, has_waiting_list=True)
    make_waiting(event, ticket_type=kind, places=4)
    ids = asked(event, kind, 2)
    assert len(deciding.preview_requests(actor_of(boss), event, ids).done) == 2
    assert len(approve(actor_of(boss), ids).done) == 2
    assert states(ids) == ["valid", "valid"]


def test_pages_decide_about_those_who_were_ticked(app, event, boss):
    kind = make_ticket_type(event, name="Pitch", size=1, needs_approval=True)
    ids = asked(event, kind, 2)
    lead = Browser(app).sign_in(boss)
    assert "Decide about 2 requests to come" in lead.get("/home").text
    page = lead.get(REQUESTS).text
    assert "Guest 0" in page
    assert "1 place left" in page
    assert lead.get(f"{REQUESTS}/decide").status_code == 302
    refs = [encode_id(one) for one in ids]
    preview = f"{REQUESTS}/decide?ticket_ids={refs[0]}&ticket_ids={refs[1]}"
    page = lead.get(preview).text
    assert page.count("There is one") == 1
    assert page.count("None left") == 1
    assert states(ids) == ["requested"] * 2
    lead.post(f"{REQUESTS}/approve", {"ticket_ids": refs}, page=preview)
    page = lead.get(REQUESTS).text
    assert "1 person can come." in page
    assert "No place is left for Guest 1" in page
    again = lead.post(f"{REQUESTS}/decline", {"ticket_ids": refs[1]}, page=preview)
    assert again.status_code == 422
    lead.post(f"{REQUESTS}/decline", {"ticket_ids": refs[1], "reason": "Full."}, page=preview)
    assert states(ids) == ["valid", "declined"]
    assert "Nobody waits" in lead.get(REQUESTS).text
    assert "Requests" in lead.get("/manage/day/badges").text


def test_a_program_decides_too(event, boss, client):
    kind = make_ticket_type(event, size=1, needs_approval=True)
    ids = [encode_id(one) for one in asked(event, kind, 2)]
    key = {"Authorization": f"Bearer {make_api_token(boss)}"}
    base = "/api/v1/events/day/ticket-requests"
    made = client.post(f"/api/v1/tickets/{ids[1]}/ask", json={"question": "Who?"}, headers=key)
    assert made.status_code == 201
    link = queries.link_of(
        queries.get_ticket(requests.list_requests(event.id, seen=EVERYBODY)[1].id)
    )
    said = client.post(
        f"/api/v1/ticket-links/{link}/{ids[1]}/answer", json={"answer": "I"}, headers=key
    )
    assert said.status_code == 204
    items = client.get(base, headers=key).json["items"]
    answers = {one["id"]: [said["answer"] for said in one["questions"]] for one in items}
    assert answers == {ids[0]: [], ids[1]: ["I"]}
    done = client.post(f"{base}/approve", json={"ticket_ids": ids}, headers=key).json
    assert done == {"done": ids[:1], "without_place": ids[1:], "decided_before": []}
    gone = client.post(
        f"{base}/decline", json={"ticket_ids": ids, "reason": "Full"}, headers=key
    ).json
    assert (gone["done"], gone["decided_before"]) == (ids[1:], ids[:1])


def test_one_request_more_asks_no_more_of_tables(app, event, boss, count_queries):
    kind, dinner = make_ticket_type(event, needs_approval=True), make_add_on(event)
    lead, seen = Browser(app).sign_in(boss), []
    for count in (1, 3):
        ids = [
            encode_id(ask(event, kind, number=10 * count + n, add_ons=(dinner.id,)))
            for n in range(count)
        ]
        chosen = "&".join(f"ticket_ids={one}" for one in ids)
        for path in (REQUESTS, f"{REQUESTS}/decide?{chosen}"):
            with count_queries as counted:
                assert lead.get(path).status_code == 200
            seen.append(len(counted.statements))
    assert seen[:2] == seen[2:]
