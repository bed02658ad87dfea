"""Long work: progress, result, failure, and a page for whoever asked."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.core import jobs, work
from app.core.authz import READ
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.files import store_bytes
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.core.work import Work
from app.events.models import TeamMember, TeamRole
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.worker import run_jobs

seen: list[tuple[str, int, int, str]] = []


@jobs.task("test_make_file")
def make_file(work_id: int) -> None:
    with work.doing(work_id) as report:
        report(1, 2, "Half")
        found = db.session.get(Work, work_id)
        seen.append((found.state, found.done, found.total, found.message))
        with unit_of_work():
            work.finish(work_id, store_bytes(b"result", "Badges für Łódź.pdf", "application/pdf"))


@jobs.task("test_break_work")
def break_work(work_id: int) -> None:
    with work.doing(work_id):
        raise Invalid("file_broken")


@pytest.fixture
def event(app):
    return make_event()


@pytest.fixture
def person(event):
    lead = make_person()
    make_team_member(event, lead)
    return lead


def start(person, task: str) -> Work:
    event_id = db.session.scalars(select(TeamMember.event_id)).first()
    page = {"title": "Badges", "back_url": "/home"}
    with unit_of_work():
        started = work.start_work(actor_of(person), "badges", event_id, **page)
        jobs.enqueue(task, work_id=started.id)
    return started


def test_work_tells_its_progress_and_ends_with_a_file(person):
    seen.clear()
    started = start(person, "test_make_file")
    assert started.state == "waiting"
    run_jobs()
    assert seen == [("running", 1, 2, "Half")]
    assert (started.state, started.file.size, started.error) == ("done", 6, None)


def test_failed_work_says_so_and_is_not_repeated(person):
    started = start(person, "test_break_work")
    run_jobs()
    assert (started.state, started.error) == ("failed", "file_broken")


def test_cancelled_work_stops_at_its_next_sign_of_life(person):
    started = start(person, "test_make_file")
    with unit_of_work():
        work.cancel(actor_of(person), started.id)
    run_jobs()
    assert (started.state, started.file_id) == ("cancelled", None)


def test_only_the_requester_sees_the_work(person):
    started = start(person, "test_make_file")
    with pytest.raises(NotFound):
        work.get_work(actor_of(make_person()), started.id)


def test_the_page_follows_the_work_to_its_download(person, browser):
    started = start(person, "test_make_file")
    address = f"/work/{encode_id(started.id)}"
    browser.sign_in(person)
    waiting = browser.get(address)
    assert (waiting.status_code, "every 1s" in waiting.text) == (200, True)
    assert 'http-equiv="refresh"' in waiting.text
    run_jobs()
    ready = browser.get(f"{address}/progress").text
    assert ("every 1s" in ready, "Badges für Łódź.pdf" in ready) == (False, True)
    answer = browser.get(f"{address}/file")
    assert answer.data == b"result"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Badges fur odz.pdf"; '
        "filename*=UTF-8''Badges%20f%C3%BCr%20%C5%81%C3%B3d%C5%BA.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_part_of_the_file_can_be_asked_for(person, browser):
    started = start(person, "test_make_file")
    run_jobs()
    browser.sign_in(person)
    part = browser.get(f"/work/{encode_id(started.id)}/file", headers={"Range": "bytes=2-3"})
    assert (part.status_code, part.data) == (206, b"su")


def test_the_page_of_others_is_not_there(person, browser):
    address = f"/work/{encode_id(start(person, 'test_make_file').id)}"
    browser.sign_in(make_person())
    statuses = [browser.get(address + end).status_code for end in ("", "/progress", "/file")]
    assert statuses == [404, 404, 404]


def test_stopping_from_the_page(person, browser):
    started = start(person, "test_make_file")
    address = f"/work/{encode_id(started.id)}"
    browser.sign_in(person)
    browser.post(address + "/cancel", page=address)
    db.session.expire_all()
    assert started.state == "cancelled"


def test_work_of_a_kind_that_says_nothing_of_permissions_is_refused(person):
    with pytest.raises(LookupError), unit_of_work():
        work.start_work(actor_of(person), "no such kind")


def test_a_token_that_only_reads_gets_what_its_person_may_have(person):
    started = start(person, "test_make_file")
    reading = replace(actor_of(person), scopes=frozenset({READ}))
    assert work.get_work(reading, started.id) is started


@pytest.mark.parametrize("role", [None, TeamRole.SCANNER])
def test_who_may_no_longer_print_badges_gets_none(app, event, person, browser, role):
    started = start(person, "test_make_file")
    run_jobs()
    address = f"/work/{encode_id(started.id)}"
    browser.sign_in(person)
    pages = [address, address + "/progress", address + "/file"]
    assert [browser.get(page).status_code for page in pages] == [200, 200, 200]
    with unit_of_work():
        member = db.session.scalars(select(TeamMember)).one()
        if role is None:
            db.session.delete(member)
        else:
            member.role = role
    assert [browser.get(page).status_code for page in pages] == [404, 404, 404]
    db.session.expire_all()
    with pytest.raises(NotFound), unit_of_work():
        work.cancel(actor_of(person), started.id)


def test_who_makes_reports_and_juries_needs_the_permission_to_see_them(app, event):
    reader = make_person()
    make_team_member(event, reader, TeamRole.REPORT_READER)
    for kind, is_given in (("report", True), ("assign_proposals", False), ("badges", False)):
        with unit_of_work():
            started = work.start_work(actor_of(reader), kind, event.id)
        if is_given:
            assert work.get_work(actor_of(reader), started.id) is started
        else:
            with pytest.raises(NotFound):
                work.get_work(actor_of(reader), started.id)
