"""How far a mailing is: counted from its mails, shown at the page and told by the API."""

import pytest

from app.core.db import db
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.queries import get_event
from app.identity.queries import get_organisation
from app.notifications.models import Delivery
from app.support import services
from app.support.queries.mailings import follow_mailings
from app.support.rules.progress import progress_of
from tests.api.program import Program
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.worker import run_jobs


@pytest.mark.parametrize(
    ("total", "counts", "expected"),
    [
        (3, {}, (0, 0, 0, 3)),
        (3, {"pending": 2, "sent": 1}, (1, 0, 0, 2)),
        (4, {"sent": 2, "failed": 1}, (2, 1, 1, 0)),
        (2, {"sending": 1, "sent": 1}, (1, 0, 0, 1)),
    ],
)
def test_progress_by_hand(total, counts, expected):
    found = progress_of(total, counts)
    assert (found.sent, found.failed, found.left_out, found.waiting) == expected
    assert found.done + found.waiting == found.total


@pytest.fixture
def scene(app):
    scene = Scene()
    for email in ("a@example.org", "b@example.org"):
        scene.ticket(scene.beside.id, email=email)
    return scene


def send(scene, subject="Bus"):
    with unit_of_work():
        services.send_mailing(scene.co, get_event("day"), subject=subject, text="8", recipients=2)


def test_it_waits_until_the_worker_has_sent_it_and_each_mailing_counts_its_own(
    scene, app, count_queries
):
    event = get_event("day")
    send(scene)
    [one] = follow_mailings(scene.co, event)
    assert one.progress is not None
    assert (one.progress.sent, one.progress.waiting) == (0, 2)
    run_jobs()
    send(scene, "Lunch")
    run_jobs()
    with unit_of_work():
        db.session.query(Delivery).filter(
            Delivery.subject.contains("Bus"), Delivery.recipient == "a@example.org"
        ).update({"state": "failed"})
    follow_mailings(scene.co, event)  # the event and its team are read
    with count_queries as n:
        found = {one.mailing.subject: one.progress for one in follow_mailings(scene.co, event)}
    assert n.count == 2
    assert {name: (one.sent, one.failed, one.waiting) for name, one in found.items() if one} == {
        "Bus": (1, 1, 0),
        "Lunch": (2, 0, 0),
    }


def test_a_co_organiser_sees_it_at_the_page_and_through_the_api_and_no_other_does(scene, client):
    person = scene.person(TeamRole.CO_ORGANISER, get_organisation(scene.beside.id))
    send(scene)
    program = Program.of(client, person)
    [one] = program.get("/events/day/mailings")["items"]
    assert one["progress"] == {"total": 2, "sent": 0, "failed": 0, "left_out": 0, "waiting": 2}
    browser = Browser(client.application).sign_in(person)
    page = browser.get("/manage/day/participants/mails").text
    assert ("0 of 2 sent" in page, "2 wait" in page, "every 2s" in page) == (True, True, True)
    run_jobs()
    part = browser.get("/manage/day/participants/mails/progress").text
    assert ("2 of 2 sent" in part, "every 2s" in part, "<html" in part) == (True, False, False)
    scanner = scene.person(TeamRole.SCANNER, get_organisation(scene.beside.id))
    assert Program.of(client, scanner).send("GET", "/events/day/mailings").status_code in (403, 404)
