from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.juries.models import Assignment, ConflictOfInterest, Juror, JuryReminder
from app.juries.queries.chasing import list_duties, list_owed
from app.juries.rules.roles import JurorRole
from app.juries.services.chasing import (
    list_to_remind,
    remind_by_plan,
    remind_jurors,
    set_reminder_days,
)
from app.juries.services.handing_over import hand_over
from app.notifications.models import Delivery
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.identity import make_api_token
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.worker import run_jobs


def owing_scene():
    """Make five jurors with two proposals: done, stepped back, in conflict, trainee, and late."""
    soon = clock.now().date() + timedelta(days=2)
    scene = make_scene(proposals=2, jurors=5, decision_on=soon)
    done, back, conflicted, trainee, late = scene.jurors
    duties = {one.id: make_assignment(one, scene.proposals[0]) for one in scene.jurors}
    make_assignment(late, scene.proposals[1])
    make_scorecard(duties[done.id], 4, 4)
    pair = {"juror_id": conflicted.id, "proposal_id": scene.proposals[0].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", **pair))
    with unit_of_work():
        db.session.get(Assignment, duties[back.id].id).recused_at = clock.now()
        db.session.get(Juror, trainee.id).role = JurorRole.TRAINEE
    return scene


def mails(kind="jury_reminder"):
    query = select(Delivery.recipient).where(Delivery.template == kind)
    return sorted(db.session.scalars(query))


def send(scene, recipients=1):
    lead, event = scene.lead, scene.event
    return in_unit_of_work(lambda: remind_jurors(lead, event, recipients=recipients))


def test_only_who_owes_is_reminded_and_once_a_day(app):
    scene = owing_scene()
    late = scene.jurors[4]
    assert [one.juror_id for one in list_owed(scene.event, ())] == [late.id, late.id]
    with pytest.raises(Conflict, match="owing_changed"):
        send(scene, recipients=2)
    assert send(scene).recipients == 1
    run_jobs()
    assert mails() == [late.person.email]
    with pytest.raises(Conflict, match="nobody_owes"):
        send(scene)


def test_who_hands_in_before_the_mail_goes_out_gets_none(app):
    scene = owing_scene()
    send(scene)
    for one in list_owed(scene.event, ()):
        make_scorecard(db.session.get(Assignment, one.assignment_id), 3, 3)
    run_jobs()
    assert mails() == []


def test_a_chair_in_conflict_sees_a_list_that_is_right_for_the_rest(app):
    """What openreview#412 asks for: neither the closed proposal nor too short a list."""
    scene = owing_scene()
    late, other = scene.jurors[4], make_juror(scene.event)
    make_assignment(other, scene.proposals[1])
    seat = {"juror_id": make_juror(scene.event, person_id=scene.organiser.id).id}
    with unit_of_work():
        about = {"proposal_id": scene.proposals[1].id, "kind": "family", "source": "juror"}
        db.session.add(ConflictOfInterest(**seat, **about))
    assert set(list_to_remind(scene.lead, scene.event)) == {late.id}
    assert send(scene).recipients == 1
    closed = {scene.proposals[1].id}
    assert {one.proposal_id for one in list_duties(scene.event, closed)} == {scene.proposals[0].id}


def test_reminders_by_themselves_go_once_for_each_day(app):
    scene = owing_scene()
    with unit_of_work():
        set_reminder_days(scene.lead, scene.event, days=[2, 7, 2])
    for _night in range(2):
        remind_by_plan()
    reminders = db.session.scalars(select(JuryReminder)).all()
    assert [(one.sent_by_id, one.recipients) for one in reminders] == [(None, 1)]
    run_jobs()
    assert mails() == [scene.jurors[4].person.email]


def test_nothing_is_owed_of_a_round_that_is_not_judged(app):
    scene = owing_scene()
    with unit_of_work():
        db.session.merge(scene.challenge).phase = "decision"
    assert list_duties(scene.event, ()) == []


def test_an_alternate_takes_over_what_the_rules_allow(app):
    scene = owing_scene()
    first, second = (make_juror(scene.event, role=JurorRole.ALTERNATE) for _n in range(2))
    late = scene.jurors[4]
    pair = {"juror_id": first.id, "proposal_id": scene.proposals[0].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", **pair))
    done = in_unit_of_work(lambda: hand_over(scene.lead, scene.event, late.id))
    assert (done.alternate.id, done.taken, done.left) == (second.id, 2, 0)
    assert [one.juror_id for one in list_owed(scene.event, ())] == [second.id, second.id]
    run_jobs()
    assert mails("alternate_stepped_in") == [second.person.email]
    with pytest.raises(Conflict, match="owes_nothing"), unit_of_work():
        hand_over(scene.lead, scene.event, late.id)
    done = in_unit_of_work(lambda: hand_over(scene.lead, scene.event, second.id))
    assert (done.alternate.id, done.taken, done.left) == (first.id, 1, 1)
    with pytest.raises(Conflict, match="no_alternate_fits"), unit_of_work():
        hand_over(scene.lead, scene.event, second.id)


def test_the_board_asks_as_much_for_many_as_for_one(app, count_queries):
    scene = make_scene(proposals=1, jurors=1)
    make_assignment(scene.jurors[0], scene.proposals[0])
    event = scene.event
    with count_queries:
        list_duties(event, ())
    one = count_queries.count
    for _n in range(2):
        make_assignment(make_juror(event), scene.proposals[0])
    db.session.refresh(event)
    with count_queries:
        assert len(list_duties(event, ())) == 3
    assert (one, count_queries.count) == (2, 1)


def test_pages_show_preview_remind_and_hand_over(app, browser):
    scene = owing_scene()
    make_juror(scene.event, role=JurorRole.ALTERNATE)
    browser.sign_in(scene.organiser)
    base = f"/manage/{scene.event.slug}/jury"
    page = browser.get(f"{base}/owing").text
    assert ("Hand over to an alternate" in page, "Juror No 5" in page) == (True, True)
    preview = browser.get(f"{base}/remind").text
    assert ("Juror No 5" in preview, "Juror No 4" in preview) == (True, False)
    assert browser.post(f"{base}/remind", {"recipients": "1"}).status_code == 302
    assert "Nobody to remind" in browser.get(f"{base}/remind").text
    wrong = browser.post(f"{base}/reminder-days", {"days": "7, soon"}, page=f"{base}/owing")
    assert wrong.status_code == 422
    right = browser.post(f"{base}/reminder-days", {"days": "7, 2"}, page=f"{base}/owing")
    assert right.status_code == 302
    path = f"{base}/jurors/{encode_id(scene.jurors[4].id)}/hand-over"
    assert browser.post(path, page=f"{base}/owing").status_code == 302
    assert "takes over 2 scorecards" in browser.get(f"{base}/owing").text


def test_programs_chase_too(app, client):
    scene = owing_scene()
    alternate = make_juror(scene.event, role=JurorRole.ALTERNATE)
    headers = {"Authorization": f"Bearer {make_api_token(scene.organiser)}"}
    base = f"/api/v1/events/{scene.event.slug}"
    late = encode_id(scene.jurors[4].id)
    board = client.get(f"{base}/jury/owing", headers=headers).json
    assert board["to_remind"] == [late]
    first = board["jurors"][0]
    assert (first["juror_id"], len(first["owed"])) == (late, 2)
    assert [(one["needed"], one["done"], one["unassigned"]) for one in board["proposals"]] == [
        (3, 0, 2),
        (3, 1, 1),
    ]
    sent = client.post(f"{base}/jury/reminders", json={"recipients": 1}, headers=headers)
    assert (sent.status_code, sent.json["recipients"]) == (201, 1)
    days = client.put(f"{base}/jury/reminder-days", json={"days": [3, 1]}, headers=headers)
    assert days.json == {"days": [3, 1]}
    path = f"{base}/jurors/{late}/hand-over"
    taken = client.post(path, json={}, headers=headers)
    assert taken.json == {"juror_id": encode_id(alternate.id), "taken": 2, "left": 0}
