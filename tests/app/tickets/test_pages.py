"""Pages: registering without an account, the ticket, the organiser's lists, badges."""

import io
import re

import pikepdf
import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import EventState, TeamRole
from app.tickets import queries
from app.tickets.models import Quota, Ticket, TicketType
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket, make_ticket_type, quota_of
from tests.worker import run_jobs

PERSON = {
    "given_name": "Željko",
    "family_name": "Čačić",
    "email": "zeljko@example.org",
    "organisation_name": "Đakovo Lab",
    "organisation_kind": "research",
    "country": "HR",
}


@pytest.fixture
def event(app):
    return make_event(slug="day", name="Open Innovation Day")


@pytest.fixture
def lead(app, event):
    person = make_person()
    make_team_member(event, person)
    return Browser(app).sign_in(person)


def ref(ticket_type):
    return encode_id(ticket_type.id)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_registering_leads_to_the_ticket(browser, event):
    ticket_type = make_ticket_type(event, name="Attendee", size=2)
    page = browser.get("/e/day/register").text
    assert "2 places left" in page
    answer = browser.post("/e/day/register", PERSON | {"ticket_type": ref(ticket_type)})
    assert answer.status_code == 302
    ticket = browser.get(answer.location).text
    assert "Željko Čačić" in ticket
    stored = db.session.scalars(select(Ticket)).one()
    assert queries.codes_of(stored).letters in ticket
    assert 'viewBox="0 0 45 45"' in ticket
    assert (stored.country, stored.organisation_kind) == ("HR", "research")


def test_a_form_sent_twice_leads_to_the_same_ticket(browser, event):
    ticket_type = make_ticket_type(event)
    sent = PERSON | {"ticket_type": ref(ticket_type), "client_key": "abc"}
    first, second = (browser.post("/e/day/register", sent) for _ in range(2))
    assert first.location == second.location
    assert count(Ticket) == 1


def test_a_full_ticket_is_said_at_its_field_and_the_input_is_kept(browser, event):
    ticket_type = make_ticket_type(event, size=1)
    make_ticket_type(event, name="Other")
    sent = PERSON | {"ticket_type": ref(ticket_type)}
    assert browser.post("/e/day/register", sent | {"email": "first@example.org"}).status_code == 302
    answer = browser.post("/e/day/register", sent)
    assert answer.status_code == 409
    assert "No places are left for this ticket" in answer.text
    assert 'value="zeljko@example.org"' in answer.text


def test_what_is_missing_is_said(browser, event):
    make_ticket_type(event)
    answer = browser.post("/e/day/register", {"email": "nobody", "given_name": " "})
    assert answer.status_code == 422
    assert answer.text.count("field__error") >= 4


@pytest.mark.parametrize("name", ["given_name", "family_name"])
@pytest.mark.parametrize("bait", ["Win at HTTPS://evil.example", "see WWW.evil.example"])
def test_a_name_that_is_an_address_would_be_mailed_and_is_refused(browser, event, name, bait):
    sent = PERSON | {"ticket_type": ref(make_ticket_type(event)), name: bait}
    answer = browser.post("/e/day/register", sent)
    assert answer.status_code == 422
    assert "Write a name without an address on the web" in answer.text
    assert count(Ticket) == 0


def test_signed_in_people_find_their_names_filled_in(app, event):
    make_ticket_type(event)
    person = make_person(given_name="Ane", family_name="Etxeberria")
    page = Browser(app).sign_in(person).get("/e/day/register").text
    assert 'value="Ane"' in page
    assert f'value="{person.email}"' in page


@pytest.mark.parametrize("state", [EventState.CLOSED, EventState.ARCHIVED])
def test_a_closed_event_says_so(browser, event, state):
    make_ticket_type(event)
    with unit_of_work():
        db.session.merge(event).state = state
    assert "Registration is closed" in browser.get("/e/day/register").text


def test_a_draft_is_not_there(browser, app):
    make_event(slug="draft", state=EventState.DRAFT)
    assert browser.get("/e/draft/register").status_code == 404


def test_registering_asks_the_same_few_questions_for_any_number_of_tickets(
    browser, event, count_queries
):
    seen = []
    for _ in range(2):
        make_ticket_type(event)
        db.session.rollback()
        with count_queries as counted:
            browser.get("/e/day/register")
        seen.append(counted.count)
    assert seen == [7, 7]


def test_the_ticket_comes_as_pdf_and_the_event_for_the_calendar(browser, event):
    ticket = make_ticket(make_ticket_type(event))
    link = queries.link_of(ticket)
    answer = browser.get(f"/tickets/{link}/ticket.pdf")
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 1
        assert bool(pdf.Root.MarkInfo.Marked) is True
    own = f"/tickets/{link}/{encode_id(ticket.id)}/calendar.ics"
    assert own in browser.get(f"/tickets/{link}").text


def test_nobody_guesses_a_ticket(browser, event):
    ticket = make_ticket(make_ticket_type(event))
    link = queries.link_of(ticket)
    wrong = link[:-1] + ("0" if link[-1] != "0" else "1")
    for path in ("", "/ticket.pdf", f"/{link[:13]}/cancel"):
        assert browser.get(f"/tickets/{wrong}{path}").status_code == 404
    assert browser.get("/tickets/nonsense").status_code == 404


def test_a_reissued_tickets_old_address_is_gone_and_the_new_one_shows_it(lead, browser, event):
    ticket_type = make_ticket_type(event)
    sent = PERSON | {"ticket_type": ref(ticket_type)}
    old = browser.post("/e/day/register", sent).location
    stored = db.session.scalars(select(Ticket).where(Ticket.email == PERSON["email"])).one()
    path = f"/manage/day/tickets/attendees/{encode_id(stored.id)}"
    assert browser.get(old).status_code == 200
    lead.post(f"{path}/reissue", page=path)
    for part in ("", "/ticket.pdf", f"/{encode_id(stored.id)}/cancel"):
        assert browser.get(old + part).status_code == 404
    db.session.rollback()
    new = queries.get_ticket_for_mail(stored.id).link
    assert "Željko Čačić" in browser.get(f"/tickets/{new}").text


def test_the_holder_cancels_after_being_asked(browser, event):
    ticket = make_ticket(make_ticket_type(event))
    link = queries.link_of(ticket)
    path = f"/tickets/{link}/{encode_id(ticket.id)}/cancel"
    assert "Cancel the ticket of Νίκος Παππάς?" in browser.get(path).text
    answer = browser.post(path)
    assert answer.status_code == 302
    page = browser.get(answer.location).text
    assert "This ticket no longer opens the door" in page
    assert "ticket__code" not in page


def test_organisers_add_change_and_enlarge(lead, event):
    new = {"name": "Attendee", "size": "40", "audience": "attendee", "visibility": "public"}
    new["on_sale_until"] = f"{event.starts_at:%Y-%m-%d}T08:00"
    assert lead.post("/manage/day/tickets/types/new", new).status_code == 302
    made = db.session.scalars(select(TicketType)).one()
    assert made.on_sale_until is not None
    page = lead.get("/manage/day/tickets").text
    assert "0 taken, 40 free" in page
    path = f"/manage/day/tickets/types/{ref(made)}"
    changed = {"name": "Visitor", "audience": "press", "visibility": "staff"}
    changed["quotas"] = encode_id(quota_of(made))
    assert lead.post(path, changed).status_code == 302
    assert "Not public" in lead.get("/manage/day/tickets").text
    places = re.search(r"/manage/day/tickets/places/\w+", page)
    assert places is not None
    assert lead.post(places[0], {"size": "50"}).status_code == 302
    assert "0 taken, 50 free" in lead.get("/manage/day/tickets").text


def test_places_below_what_is_taken_are_refused_with_the_number(lead, event):
    ticket = make_ticket(make_ticket_type(event))
    path = f"/manage/day/tickets/places/{encode_id(quota_of(ticket.ticket_type))}"
    answer = lead.post(path, {"size": "0"})
    assert answer.status_code == 409
    assert "1 places are taken or held" in answer.text


def test_the_list_is_searched_filtered_and_exported(lead, event):
    ticket_type = make_ticket_type(event, name="Attendee")
    browser = Browser(lead.client.application)
    for name in ("Čačić", "=cmd()"):
        sent = PERSON | {"family_name": name, "ticket_type": ref(ticket_type)}
        assert browser.post("/e/day/register", sent).status_code == 302
    found = lead.get("/manage/day/tickets/attendees?q=CACIC").text
    assert ("1 person" in found, "Željko Čačić" in found) == (True, True)
    assert "Nobody found" in lead.get("/manage/day/tickets/attendees?state=cancelled").text
    exported = lead.get("/manage/day/tickets/attendees.csv").text
    letters = [queries.codes_of(one).letters for one in db.session.scalars(select(Ticket))]
    assert [exported.count(code) for code in letters] == [0, 0]
    assert "'=cmd()" in exported
    assert exported.count("\r\n") == 3


def test_the_list_asks_the_same_few_questions_for_any_number_of_rows(lead, event, count_queries):
    ticket_type = make_ticket_type(event)
    seen = []
    for number in (1, 2):
        for _ in range(number):
            make_ticket(ticket_type)
        db.session.rollback()
        with count_queries as counted:
            lead.get("/manage/day/tickets/attendees")
        seen.append(counted.count)
    assert seen == [11, 11]


def test_a_ticket_is_reissued_and_cancelled_by_organisers(lead, event):
    ticket = make_ticket(make_ticket_type(event))
    path = f"/manage/day/tickets/attendees/{encode_id(ticket.id)}"
    assert lead.post(f"{path}/reissue", page=path).status_code == 302
    assert lead.post(f"{path}/cancel", page=path).status_code == 302
    db.session.rollback()
    stored = db.session.get_one(Ticket, ticket.id)
    assert (stored.epoch, stored.state) == (1, "cancelled")
    assert db.session.scalars(select(Quota.taken)).one() == 0
    assert "This ticket is cancelled" in lead.get(path).text


@pytest.mark.slow
def test_badges_are_asked_for_awaited_and_downloaded(lead, event):
    assert "No badges to print yet" in lead.get("/manage/day/badges").text
    make_ticket(make_ticket_type(event))
    answer = lead.post("/manage/day/badges", {"layout": "a6"})
    assert answer.status_code == 302
    run_jobs()
    page = lead.get(answer.location).text
    download = re.search(r"/work/\w+/file", page)
    assert download is not None
    assert lead.get(download[0]).data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (TeamRole.LEAD, [200, 200, 200]),
        (TeamRole.DESK, [403, 200, 200]),
        (TeamRole.SCANNER, [404, 404, 403]),
        (None, [404, 404, 404]),
    ],
)
def test_who_sees_what(app, event, role, expected):
    person = make_person()
    if role:
        make_team_member(event, person, role)
    browser = Browser(app).sign_in(person)
    paths = ("tickets", "tickets/attendees", "badges")
    assert [browser.get(f"/manage/day/{path}").status_code for path in paths] == expected


def test_only_organisers_see_the_secret_address_of_a_ticket(app, lead, event):
    ticket = make_ticket(make_ticket_type(event))
    person = make_person()
    make_team_member(event, person, TeamRole.DESK)
    path = f"/manage/day/tickets/attendees/{encode_id(ticket.id)}"
    pages = [browser.get(path).text for browser in (lead, Browser(app).sign_in(person))]
    assert [queries.link_of(ticket) in page for page in pages] == [True, False]
    assert [queries.codes_of(ticket).letters in page for page in pages] == [True, True]


def test_the_public_page_shows_tickets_and_the_home_page_ones_own(app, browser, event):
    ticket_type = make_ticket_type(event, name="Attendee", size=7)
    page = browser.get("/e/day").text
    assert ("7 places left" in page, "/e/day/register" in page) == (True, True)
    person = make_person()
    mine = Browser(app).sign_in(person)
    mine.post("/e/day/register", PERSON | {"ticket_type": ref(ticket_type)})
    assert "My tickets" in mine.get("/home").text
