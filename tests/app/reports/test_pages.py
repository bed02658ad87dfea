"""The report page, freezing, and downloads."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.reports.models import Snapshot
from app.web.panels import panels_of, steps_of
from tests.app.reports.conftest import add_challenge, add_guest
from tests.factories.checkin import make_gate
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.juries import make_juror
from tests.factories.tickets import make_ticket_type
from tests.worker import run_jobs

PAGE = "/manage/past-day/report"


def freeze(browser, reason="Final figures for the funder"):
    return browser.post(f"{PAGE}/freeze", {"reason": reason})


def test_figures_are_shown_with_their_definitions(browser, day):
    page = browser.sign_in(day.lead).get(PAGE)
    assert page.status_code == 200
    assert "67\u00a0%" in page.text
    assert "2 of 3 registered people" in page.text
    assert "Distinct people with at least one accepted check-in" in page.text
    assert page.text.count('<svg xmlns="http://www.w3.org/2000/svg" class="plot"') == 8
    assert "Challenge &lt;1&gt; &amp; more" in page.text
    assert "No figures are frozen yet" in page.text


def test_figures_lead_to_their_records(browser, day):
    page = browser.sign_in(day.lead).get(PAGE).text
    assert 'href="/manage/past-day/tickets/attendees?state=cancelled"' in page
    assert 'href="/manage/past-day/proposals"' in page
    assert 'href="/manage/past-day/jury"' in page


def test_an_event_without_data_has_a_page_too(browser, app):
    event = make_event(slug="empty")
    lead = make_person()
    make_team_member(event, lead)
    page = browser.sign_in(lead).get("/manage/empty/report")
    assert page.status_code == 200
    assert page.text.count("Nothing to draw yet.") == 9


@pytest.mark.slow
def test_freezing_asks_for_the_report_and_shows_how_far_it_is(browser, day):
    browser.sign_in(day.lead)
    sent = freeze(browser)
    assert (sent.status_code, sent.location) == (302, f"{PAGE}/1")
    page = browser.get(f"{PAGE}/1").text
    assert "Waiting for its turn" in page
    assert "counting its records again gives the same figures" in page
    assert browser.get(f"{PAGE}/1.pdf").status_code == 409
    run_jobs()
    assert "It is ready" in browser.get(f"{PAGE}/1").text
    assert f'href="{PAGE}/1.pdf"' in browser.get(PAGE).text
    made = browser.get(f"{PAGE}/1.pdf")
    assert (made.status_code, made.mimetype, made.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert "past-day-outcome-report-v1.pdf" in made.headers["Content-Disposition"]


def test_the_downloaded_snapshot_has_the_digest_of_the_report(browser, day):
    browser.sign_in(day.lead)
    freeze(browser)
    sent = browser.get(f"{PAGE}/1.json")
    digest = hashlib.sha256(sent.data).hexdigest()
    assert sent.mimetype == "application/json"
    assert sent.headers["Content-Disposition"] == 'attachment; filename="past-day-snapshot-v1.json"'
    assert digest == db.session.query(Snapshot).one().sha256
    assert digest in browser.get(f"{PAGE}/1").text


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 401])
def test_a_reason_is_needed(browser, day, reason):
    browser.sign_in(day.lead)
    assert freeze(browser, reason).status_code == 422
    assert db.session.query(Snapshot).count() == 0


@pytest.mark.slow
def test_a_report_can_be_made_again(browser, day):
    browser.sign_in(day.lead)
    freeze(browser)
    run_jobs()
    again = browser.post(f"{PAGE}/1/make", page=f"{PAGE}/1")
    assert (again.status_code, again.location) == (302, f"{PAGE}/1")
    assert "Waiting for its turn" in browser.get(f"{PAGE}/1").text


@pytest.mark.slow
def test_a_changed_snapshot_is_shown_as_changed_and_makes_no_report(browser, day):
    browser.sign_in(day.lead)
    freeze(browser)
    run_jobs()
    with unit_of_work():
        db.session.execute(update(Snapshot).values(content="{}"))
    page = browser.get(f"{PAGE}/1").text
    assert "This snapshot was changed" in page
    assert "Make the report again" not in page
    refused = browser.post(f"{PAGE}/1/make", page=PAGE + "/freeze")
    assert refused.status_code == 409
    assert "no longer has the digest it was frozen with" in refused.text


@pytest.mark.slow
def test_a_colleague_sees_the_report_of_another(browser, day):
    freeze(browser.sign_in(day.lead))
    colleague = make_person()
    make_team_member(day.event, colleague, TeamRole.REPORT_READER)
    db.session.expunge_all()
    browser.sign_in(colleague)
    assert "The report is being made" in browser.get(f"{PAGE}/1").text
    run_jobs()
    page = browser.get(f"{PAGE}/1").text
    assert "Download report" in page
    assert "Make the report again" not in page
    assert browser.get(f"{PAGE}/1.pdf").status_code == 200
    assert "Freeze figures and make report" not in browser.get(PAGE).text
    assert browser.get(f"{PAGE}/freeze").status_code == 403


def test_others_find_nothing(browser, day):
    freeze(browser.sign_in(day.lead))
    scanner, stranger = make_person(), make_person()
    make_team_member(day.event, scanner, TeamRole.SCANNER)
    for person in (scanner, stranger):
        browser.sign_in(person)
        paths = (PAGE, f"{PAGE}/freeze", f"{PAGE}/1", f"{PAGE}/1.json", f"{PAGE}/1.pdf")
        assert [browser.get(path).status_code for path in paths] == [404] * 5
    assert browser.client.post(f"{PAGE}/1/make").status_code in (400, 404)


def test_a_version_that_does_not_exist_is_not_found(browser, day):
    browser.sign_in(day.lead)
    assert browser.get(f"{PAGE}/7").status_code == 404
    assert browser.get(f"{PAGE}/7.json").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_statements_for_few_and_many(browser, day, count_queries, rows):
    gate, kind = make_gate(day.event, f"Gate {rows}"), make_ticket_type(day.event)
    browser.sign_in(day.lead)
    for number in range(rows):
        add_guest(day.event, kind, gate, 10 + number)
        add_challenge(day.event, make_juror(day.event), number + 5)
        freeze(browser)
    db.session.expunge_all()
    with count_queries as n:
        browser.get(PAGE)
    assert n.count == 18, n.statements


def test_figures_wait_to_be_frozen_once_the_event_is_over(browser, day):
    def titles():
        with browser.client.application.test_request_context():
            return [step.title for step in steps_of(day.actor) if "Freeze" in step.title]

    assert titles() == ["Freeze the figures of Open Innovation Day Wisła & Δέλτα"]
    freeze(browser.sign_in(day.lead))
    assert titles() == []
    ahead = make_event(starts_at=clock.now() + timedelta(days=3))
    make_team_member(ahead, day.lead)
    assert titles() == []


def test_the_overview_of_the_event_shows_the_latest_snapshot(browser, day):
    page = browser.sign_in(day.lead).get("/manage/past-day").text
    assert "The figures are not frozen yet" in page
    freeze(browser)
    assert "Snapshot 1 was frozen" in browser.get("/manage/past-day").text


def test_the_overview_stays_silent_before_the_event(browser, app):
    event = make_event()
    lead = make_person()
    make_team_member(event, lead)
    with app.test_request_context():
        shown = panels_of("event.manage", event, actor_of(lead))
    assert [template for template, _context in shown if template.startswith("reports/")] == []
