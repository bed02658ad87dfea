"""Questions of a registration: when they apply, what answers them, who sees what, how long."""

import io
import itertools
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import Event, TeamRole
from app.privacy.services import retention
from app.tickets import queries
from app.tickets.models import AttendeeNeed, RegistrationAnswer, RegistrationQuestion, Ticket
from app.tickets.queries.questions import list_asked, list_needs, sum_up_needs
from app.tickets.rules.answers import check_answers
from app.tickets.rules.questions import (
    Asked,
    Option,
    QuestionKind,
    QuestionPurpose,
    applicable,
    makes_circle,
    next_options,
)
from tests.access.bodies import picture
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_organisation, make_person
from tests.factories.questions import make_answer, make_question
from tests.factories.tickets import make_ticket, make_ticket_type

PERSON = {"given_name": "Ada", "family_name": "Nowak", "email": "ada@example.org"}
DINNER = QuestionPurpose.DIETARY


def asked(number, kind=QuestionKind.SHORT, **values):
    values.setdefault("is_required", False)
    return Asked(id=number, wording_id=number, version=1, kind=kind, label=str(number), **values)


def yes_no(number, **values):
    return asked(number, QuestionKind.YES_NO, **values)


CHAIN = [yes_no(1), yes_no(2, depends_on=1, wanted="yes"), asked(3, depends_on=2, wanted="no")]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {1}),
        ({1: "yes"}, {1, 2}),
        ({1: "yes", 2: "no"}, {1, 2, 3}),
        ({1: "no", 2: "no"}, {1}),  # what is hidden asks for nothing more
    ],
)
def test_a_question_applies_where_the_one_before_does(answers, expected):
    assert applicable(CHAIN, 7, answers) == expected


def test_a_question_is_for_some_tickets_alone():
    some = [asked(1, types=frozenset({7})), yes_no(2), asked(3, depends_on=1, wanted="x")]
    assert applicable(some, 8, {1: "x"}) == {2}
    assert applicable(some, 7, {1: "x"}) == {1, 2, 3}


@settings(max_examples=40)
@given(st.permutations(range(5)), st.lists(st.sampled_from(["yes", "no"]), min_size=5, max_size=5))
def test_what_applies_does_not_depend_on_the_order(order, said):
    form = [yes_no(0)] + [yes_no(n, depends_on=n // 2, wanted="yes") for n in range(1, 5)]
    answers = dict(enumerate(said))
    assert applicable([form[n] for n in order], 7, answers) == applicable(form, 7, answers)


def test_circles_are_found_on_every_small_form():
    """Against a search that walks up from each question as often as there are questions."""
    for parents in itertools.product([None, 0, 1, 2], repeat=3):
        for moved, to in itertools.permutations(range(3), 2):
            tried = dict(enumerate(parents)) | {moved: to}
            at: int | None = moved
            for _ in range(3):
                at = tried[at] if at is not None else None
                if at == moved:
                    break
            assert makes_circle(dict(enumerate(parents)), moved, to) == (at == moved)


def test_no_key_of_an_option_comes_back():
    before = (Option("o1", "Vegan"), Option("o2", "Fish"))
    after = next_options(before, ["Fish", "Meat"], ["o1", "o2", "o3"])
    assert after == (Option("o2", "Fish"), Option("o4", "Meat"))


OPTIONS = (Option("o1", "A"), Option("o2", "B"))


@pytest.mark.parametrize(
    ("kind", "sent", "code"),
    [
        (QuestionKind.SHORT, ["x" * 10_000], "answer_too_long"),
        (QuestionKind.LONG, ["x" * 10_000], "answer_too_long"),
        (QuestionKind.SHORT, ["a", "b"], "one_answer_only"),
        (QuestionKind.CHOICE, ["o3"], "not_an_option"),
        (QuestionKind.SEVERAL, ["o1", "o9"], "not_an_option"),
        (QuestionKind.YES_NO, ["perhaps"], "not_an_option"),
        (QuestionKind.NUMBER, ["1e99"], "not_a_number"),
        (QuestionKind.DATE, ["2026-02-30"], "not_a_date"),
        (QuestionKind.COUNTRY, ["QQ"], "not_a_country"),
        (QuestionKind.CONFIRM, ["2"], "statement_changed"),
        (QuestionKind.CONFIRM, [], "confirm_needed"),
        (QuestionKind.DATE, [], "answer_needed"),
    ],
)
def test_what_is_no_answer_is_told(kind, sent, code):
    one = asked(1, kind, options=OPTIONS, is_required=True)
    found = check_answers([one], 7, {1: sent})
    assert (found.values, found.problems[1].code) == ({}, code)


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(app, event):
    person = make_person()
    make_team_member(event, person)
    return Browser(app).sign_in(person)


def name_of(question):
    return f"q-{encode_id(question.id)}"


def everything(model):
    db.session.rollback()
    return db.session.scalars(select(model)).all()


def test_a_form_is_built_asked_and_read(browser, lead, event):
    kind = make_ticket_type(event)
    form = {"label": "Do you come by car?", "kind": "yes_no", "purpose": "ordinary"}
    form |= {"at_registration": "1", "is_required": "1"}
    assert lead.post("/manage/day/tickets/questions/new", form).status_code == 302
    here = "/manage/day/tickets/questions"
    assert lead.post(f"{here}/ready", {"which": "dietary"}, page=here).status_code == 302
    car, diet = sorted(everything(RegistrationQuestion), key=lambda one: one.position)
    assert "Do you come by car?" in browser.get("/e/day/register").text
    sent = PERSON | {"ticket_type": encode_id(kind.id), name_of(diet): ["o1", "o3"]}
    refused = browser.post("/e/day/register", sent)
    assert refused.status_code == 422
    assert "Answer this." in refused.text
    assert 'value="o3" checked' in refused.text
    answer = browser.post("/e/day/register", sent | {name_of(car): "yes"})
    assert answer.status_code == 302
    (ticket,) = everything(Ticket)
    assert [one.value for one in everything(RegistrationAnswer)] == ["yes"]
    assert [one.value for one in everything(AttendeeNeed)] == ["o1 o3"]
    needs = lead.get("/manage/day/tickets/needs").text
    assert "Gluten-free" in needs
    assert "Gluten-free" in lead.get("/manage/day/tickets/needs.csv").text
    listed = lead.get("/manage/day/tickets/attendees.csv").text
    assert ("Gluten-free" in listed, "Do you come by car?" in listed) == (False, True)
    page = f"/tickets/{queries.link_of(ticket)}/{encode_id(ticket.id)}/answers"
    assert 'value="o3" checked' in browser.get(page).text
    assert browser.post(page, {name_of(car): "no"}).status_code == 302
    assert [one.value for one in everything(RegistrationAnswer)] == ["no"]
    assert everything(AttendeeNeed) == []


def test_a_reworded_question_leaves_the_answer_its_words(lead, event):
    question = make_question(event, label="Old words")
    ticket = make_ticket(make_ticket_type(event))
    make_answer(ticket, question, "Blue")
    changed = {"label": "New words", "version": "1", "at_registration": "1"}
    path = f"/manage/day/tickets/questions/{encode_id(question.id)}"
    assert lead.post(path, changed).status_code == 302
    again = lead.post(path, changed)
    assert (again.status_code, "meanwhile" in again.text) == (409, True)
    page = lead.get(f"/manage/day/tickets/attendees/{encode_id(ticket.id)}").text
    assert ("Old words" in page, "Blue" in page) == (True, True)


def test_an_upload_is_kept_when_something_else_is_wrong(browser, event):
    kind = make_ticket_type(event)
    letter = make_question(event, QuestionKind.FILE, is_required=True)
    sent = PERSON | {"ticket_type": encode_id(kind.id), "email": "no address"}
    upload = {f"{name_of(letter)}-file": (io.BytesIO(b"<html>"), "a.pdf")}
    assert browser.post("/e/day/register", sent | upload).status_code == 422
    upload = {f"{name_of(letter)}-file": (io.BytesIO(picture()), "letter.png")}
    page = browser.post("/e/day/register", sent | upload)
    assert (page.status_code, "letter.png" in page.text) == (422, True)
    kept = page.text.partition(f'name="{name_of(letter)}" value="')[2].partition('"')[0]
    done = browser.post("/e/day/register", sent | {"email": "a@b.eu", name_of(letter): kept})
    assert done.status_code == 302
    assert [one.value for one in everything(RegistrationAnswer)] == ["letter.png"]


def test_needs_are_the_lead_s_alone(app, event):
    eats = make_question(event, QuestionKind.SEVERAL, purpose=DINNER, options=["Vegan", "Fish"])
    cluster = make_organisation(kind="cluster")
    kind = make_ticket_type(event)
    for value in ("o1", "o1 o2"):
        make_answer(make_ticket(kind, supported_by_id=cluster.id), eats, value)
    other = make_person()
    make_team_member(event, other, role=TeamRole.CO_ORGANISER, organisation_id=cluster.id)
    helper = Browser(app).sign_in(other)
    assert helper.get("/manage/day/tickets/needs").status_code in (403, 404)
    ticket = everything(Ticket)[0]
    page = helper.get(f"/manage/day/tickets/attendees/{encode_id(ticket.id)}")
    assert (page.status_code, "Vegan" in page.text) == (200, False)
    summed = queries_needs(event)
    assert summed == [("Vegan", 2), ("Fish", 1)]


def queries_needs(event):
    (need,) = sum_up_needs(list_asked(event.id), list_needs(event.id))
    return list(need.counts)


def test_needs_go_fourteen_days_after_the_event(app, event):
    eats = make_question(event, QuestionKind.SEVERAL, purpose=DINNER, options=["Vegan"])
    colour = make_question(event)
    ticket = make_ticket(make_ticket_type(event))
    make_answer(ticket, eats, "o1")
    make_answer(ticket, colour, "Blue")
    left = []
    for days in (13, 15):
        with unit_of_work():
            one = db.session.get_one(Event, event.id)
            one.ends_at = clock.now() - timedelta(days=days)
            one.starts_at = one.ends_at - timedelta(hours=8)
        retention.run(clock.now().date())
        left.append((len(everything(AttendeeNeed)), len(everything(RegistrationAnswer))))
    assert left == [(1, 1), (0, 1)]


def test_one_question_more_asks_no_more_of_tables(browser, event, count_queries):
    kind = make_ticket_type(event)
    seen = []
    for _ in range(3):
        make_question(event, types=[kind])
        with count_queries as counted:
            browser.get("/e/day/register")
        seen.append(counted.count)
    assert len(set(seen)) == 1
    assert db.session.scalar(select(func.count()).select_from(RegistrationQuestion)) == 3
