"""The organiser's list of mails, and the folder that can be read."""

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.jobs import FailedJob
from app.core.mail import Mail, Picture, send
from app.core.outbox import OutboxMessage
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.notifications import make_delivery
from tests.worker import run_jobs


@pytest.fixture
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    return tmp_path


def make_failed_job(arguments):
    values = {"arguments": arguments, "attempts": 8, "error": "E: secret"}
    return saved(lambda: FailedJob(task="relay_fact", **values))


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def organiser(event, browser):
    person = make_person()
    make_team_member(event, person)
    browser.sign_in(person)
    return browser


def write(**values):
    start = {
        "id": 9,
        "recipient": "a@example.org",
        "subject": "Your ticket",
        "text": "See http://localhost/tickets/x",
        "html": "<html><head></head><body><img src='cid:code'></body></html>",
        "pictures": (Picture("code", b"\x89PNG"),),
    }
    send(Mail(**(start | values)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_statements_whatever_its_length(
    organiser, event, count_queries, rows
):
    for _ in range(rows):
        make_delivery(event, state="failed", last_error="550 no such person")
    with count_queries as queries:
        page = organiser.get("/manage/day/mail")
    assert (page.status_code, page.text.count("550 no such person")) == (200, rows)
    assert queries.count <= 8


def test_the_list_filters_by_state(organiser, event):
    make_delivery(event, recipient="good@example.org")
    make_delivery(event, recipient="bad@example.org", state="failed")
    page = organiser.get("/manage/day/mail?state=failed").text
    assert ("good@example.org" in page, "bad@example.org" in page) == (False, True)
    assert organiser.get("/manage/day/mail?state=nonsense&page=x").status_code == 200


def test_the_list_has_pages(organiser, event):
    for _ in range(51):
        make_delivery(event)
    first = organiser.get("/manage/day/mail").text
    second = organiser.get("/manage/day/mail?page=2").text
    assert (first.count("@example.org</th>"), second.count("@example.org</th>")) == (50, 1)


def test_facts_that_were_given_up_are_shown(organiser, event):
    now = clock.now()
    saved(
        lambda: OutboxMessage(
            name="TicketRegistered",
            payload={},
            event_id=event.id,
            occurred_at=now,
            dead_at=now,
            last_error="KeyError: token",
        )
    )
    assert "KeyError: token" in organiser.get("/manage/day/mail").text


def test_a_mail_is_sent_again_from_the_page(organiser, event, folder):
    delivery = make_delivery(event, state="failed")
    answer = organiser.post(
        f"/manage/day/mail/{encode_id(delivery.id)}/resend", page="/manage/day/mail"
    )
    assert answer.status_code == 302
    run_jobs()
    db.session.expire_all()
    assert (delivery.state, len(list(folder.iterdir()))) == ("sent", 1)


def test_mails_of_an_event_are_for_those_who_run_it(event, browser):
    browser.sign_in(make_person())
    assert browser.get("/manage/day/mail").status_code == 404


def test_an_operator_sees_that_mail_went_out_and_nothing_of_what_is_in_it(folder, browser):
    write(recipient="lead@example.org", text="See http://localhost/password/reset/x")
    name = next(folder.iterdir()).name
    page = browser.sign_in(make_person(is_operator=True)).get("/mail").text
    assert ("Your ticket" in page, "l…@example.org" in page) == (True, True)
    assert ("lead@example.org" in page, name in page, "password/reset" in page) == (False,) * 3
    for path in (f"/mail/{name}", f"/mail/{name}/html"):
        assert browser.get(path).status_code == 404


def test_in_the_demo_a_mail_shows_itself(app, folder, browser, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    write()
    assert "Your ticket" in browser.get("/mail").text
    name = next(folder.iterdir()).name
    page = browser.get(f"/mail/{name}")
    assert 'href="http://localhost/tickets/x"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    html = browser.get(f"/mail/{name}/html")
    assert "data:image/png;base64,iVBORw==" in html.text
    assert html.headers["Content-Security-Policy"].startswith("sandbox ")
    assert "script" not in html.headers["Content-Security-Policy"]


def test_in_the_demo_anybody_reads_the_folder(app, folder, client, monkeypatch):
    write()
    assert client.get("/mail").status_code == 404
    monkeypatch.setitem(app.config, "DEMO", True)
    assert client.get("/mail").status_code == 200
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://localhost")
    assert client.get("/mail").status_code == 404


@pytest.mark.parametrize("name", ["x.eml", "..%2Fsecret_key", "20260101T000000000000-x.eml"])
def test_only_mails_can_be_read(app, folder, browser, name, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    assert browser.get(f"/mail/{name}").status_code == 404


def test_people_who_are_not_operators_do_not_read_it(app, folder, browser):
    browser.sign_in(make_person())
    assert browser.get("/mail").status_code == 404


@pytest.mark.parametrize(("is_operator", "count"), [(True, 0), (True, 2), (False, 2)])
def test_an_operator_sees_on_the_home_page_that_jobs_were_given_up(
    app, browser, is_operator, count
):
    for number in range(count):
        make_failed_job({"message_id": number})
    browser.sign_in(make_person(is_operator=is_operator))
    page = browser.get("/home").text
    is_told = is_operator and count > 0
    assert ("2 jobs were given up" in page, "admin jobs failed" in page) == (is_told, is_told)
    assert "secret" not in page
