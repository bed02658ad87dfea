"""Who is stuck in a draft, and who is reminded of it: exactly those, each once a day."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import EVERYBODY
from app.notifications.models import Delivery
from app.proposals.models import Proposal
from app.selection.models import DraftReminder
from app.selection.queries.drafts import list_stuck
from app.selection.queries.reminders import follow_reminders
from app.selection.rules.drafts import Completeness, completeness, count_bands
from app.selection.services.reminding import remind_drafts
from tests.api.program import Program
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.worker import run_jobs

QUESTIONS = [SimpleNamespace(key="solution", label="Your solution", max_words=3)]
FULL = {"title": "A", "summary": "B", "trl": 4, "answers": {"solution": "one two three"}}


@pytest.mark.parametrize(
    ("changes", "done", "percent", "band"),
    [
        ({}, 4, 100, "complete"),
        ({"trl": None}, 3, 75, "halfway"),
        ({"answers": {}}, 3, 75, "halfway"),
        ({"answers": {"solution": "one two three four"}}, 3, 75, "halfway"),
        ({"title": "", "summary": ""}, 2, 50, "halfway"),
        ({"title": "", "summary": "", "trl": None}, 1, 25, "begun"),
        ({"title": "", "summary": "", "trl": None, "answers": {}}, 0, 0, "begun"),
    ],
)
def test_completeness_by_hand(changes, done, percent, band):
    found = completeness(SimpleNamespace(**(FULL | changes)), QUESTIONS)
    assert (found.done, found.total, found.percent, found.band) == (done, 4, percent, band)


@given(st.lists(st.integers(3, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))))
def test_every_draft_is_in_one_band(sizes):
    bands = count_bands(Completeness(*size) for size in sizes)
    assert sum(bands.values()) == len(sizes)
    assert bands["complete"] == sum(done == total for done, total in sizes)


class Scene:
    """An open challenge with one draft that says something, one complete and one handed in."""

    def __init__(self) -> None:
        self.event = make_event(slug="day")
        self.lead = make_person(email="lead@example.org")
        make_team_member(self.event, self.lead, TeamRole.LEAD)
        self.challenge = make_challenge(self.event)
        self.begun = make_proposal(
            self.challenge, title="Zqsecret", summary="", trl=None, answers={}
        )
        self.complete = make_proposal(self.challenge)
        self.sent = make_submitted_proposal(self.challenge)

    def remind(self, recipients: int = 2) -> DraftReminder:
        with unit_of_work():
            return remind_drafts(actor_of(self.lead), self.challenge.id, recipients=recipients)


@pytest.fixture
def scene(app):
    return Scene()


def subjects():
    db.session.expire_all()
    found = db.session.query(Delivery.recipient).filter(Delivery.template.like("draft_reminder:%"))
    return sorted(email for (email,) in found)


def test_exactly_the_writers_of_drafts_are_reminded_once_a_day(scene):
    writers = sorted(one.created_by.email for one in (scene.begun, scene.complete))
    scene.remind()
    with pytest.raises(Conflict, match="nobody_to_remind"):
        scene.remind()
    run_jobs()
    assert subjects() == writers
    with time_machine.travel(clock.now() + timedelta(days=1)):
        scene.remind()
        with unit_of_work():
            db.session.get(Proposal, scene.complete.id).state = "submitted"
        run_jobs()
    assert subjects() == sorted([*writers, scene.begun.created_by.email])


def test_a_reminder_goes_only_to_as_many_as_were_seen_and_only_while_it_helps(scene):
    with pytest.raises(Conflict, match="drafts_changed"):
        scene.remind(3)
    with (
        time_machine.travel(clock.now() + timedelta(days=8)),
        pytest.raises(Conflict, match="challenge_not_open"),
    ):
        scene.remind()
    assert db.session.query(DraftReminder).count() == 0


def test_who_does_not_run_the_event_reminds_nobody(scene):
    stranger = actor_of(make_member(make_organisation()))
    with unit_of_work(), pytest.raises(NotFound):
        remind_drafts(stranger, scene.challenge.id, recipients=2)


def test_a_co_organiser_sees_and_reminds_its_own_members_only(scene):
    cluster = make_organisation(kind="cluster")
    person = make_member(cluster)
    make_team_member(scene.event, person, TeamRole.CO_ORGANISER, organisation_id=cluster.id)
    make_proposal(scene.challenge, organisation_id=cluster.id)
    with unit_of_work():
        assert remind_drafts(actor_of(person), scene.challenge.id, recipients=1).recipients == 1
    assert scene.remind(2).recipients == 2
    mine = follow_reminders(actor_of(person), scene.event)
    assert [one.reminder.recipients for one in mine] == [1]
    assert len(follow_reminders(actor_of(scene.lead), scene.event)) == 2


def test_two_who_remind_at_once_send_one_mail_to_each(scene, app):
    gate, results = threading.Barrier(2), list[str]()

    def remind():
        with app.app_context():
            gate.wait()
            try:
                scene_of = actor_of(db.session.merge(scene.lead, load=True))
                with unit_of_work():
                    remind_drafts(scene_of, challenge_id, recipients=2)
                results.append("sent")
            except Conflict as error:
                results.append(error.code)

    challenge_id = scene.challenge.id
    threads = [threading.Thread(target=remind) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()
    assert sorted(results) in (["nobody_to_remind", "sent"], ["reminded_today", "sent"])
    run_jobs()
    assert len(subjects()) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_whatever_its_length(scene, count_queries, number):
    for _ in range(number - 1):
        make_proposal(scene.challenge)
    event = scene.event
    assert event.id
    with count_queries as n:
        found = list_stuck(event, EVERYBODY, 50)
    assert (len(found), n.count) == (number + 1, 3)


def test_the_pages_show_how_far_drafts_are_and_never_what_they_say(scene, browser):
    browser.sign_in(scene.lead)
    page = browser.get("/manage/day/drafts").text
    assert "1 of 4 parts" in page or "1 of 4" in page
    assert "4 of 4" in page
    assert scene.begun.organisation.name in page
    assert "Zqsecret" not in page
    path = f"/manage/day/drafts/{encode_id(scene.challenge.id)}/remind"
    preview = browser.get(path).text
    assert ("Remind 2 applicants" in preview, "Zqsecret" in preview) == (True, False)
    assert browser.post(path, {"recipients": "2"}).location == "/manage/day/drafts"
    assert "every 2s" in browser.get("/manage/day/drafts").text
    run_jobs()
    part = browser.get("/manage/day/drafts/progress").text
    assert ("2 of 2 sent" in part, "every 2s" in part) == (True, False)
    assert "Nobody to remind" in browser.get(path).text


def test_programs_see_and_remind_as_people_do(scene, client):
    program = Program.of(client, scene.lead)
    items = program.get("/events/day/drafts")["items"]
    assert sorted(one["completeness"]["percent"] for one in items) == [25, 100]
    assert "Zqsecret" not in str(items)
    path = f"/challenges/{encode_id(scene.challenge.id)}/draft-reminders"
    assert program.send("POST", path, json={"recipients": 2}).status_code == 201
    [one] = program.get("/events/day/draft-reminders")["items"]
    assert one["progress"]["waiting"] == 2
