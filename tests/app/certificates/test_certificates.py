"""Certificates are issued and mailed once, say what the scans say, and can be checked."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.certificates import queries, services
from app.certificates.models import AttendanceCertificate, CertificateTerms
from app.certificates.rules.saying import Choice
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.core.work import Work
from app.events.models import Event, SessionKind, TeamRole
from app.events.queries import get_event_by_id
from app.feedback.rules.certificates import shown_code
from app.notifications.models import Delivery
from app.tickets.models import Ticket
from app.tickets.queries import get_ticket, link_of
from app.tickets.services.correcting import correct
from tests.client import Browser
from tests.factories.certificates import (
    long_ago,
    make_past_scan,
    make_session_door,
    make_terms,
)
from tests.factories.checkin import make_checkpoint, make_gate
from tests.factories.events import make_event, make_session, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket, make_ticket_type
from tests.worker import run_jobs

THREADS = 8
HOUR = timedelta(hours=1)
PAGE = "/manage/day/certificates"


def entitled(event):
    return queries.list_entitled(event, queries.read_log(event.id))


@pytest.fixture
def scene(app):
    """Return yesterday's event: Ada was at two sessions and Bob at the house's door alone."""
    start = long_ago(48).replace(hour=8, minute=0)
    event = make_event(slug="day", starts_at=start, ends_at=start + 8 * HOUR)
    talk = make_session(event, title="Talk", starts_at=start + HOUR, ends_at=start + 2 * HOUR)
    inner = make_session(
        event, title="Board", kind="internal", starts_at=start + 3 * HOUR, ends_at=start + 4 * HOUR
    )
    door, board = make_session_door(talk, has_exit=True), make_session_door(inner)
    house = make_gate(event, "House", make_checkpoint(event, "House", kind="venue"))
    kind = make_ticket_type(event)
    ada = make_ticket(kind, given_name="Ada", family_name="Abel", email="ada@example.org")
    bob = make_ticket(kind, given_name="Bob", family_name="Berg", email="bob@example.org")
    make_past_scan(ada, house, start)
    make_past_scan(ada, door, start + HOUR)
    make_past_scan(ada, door, start + HOUR + timedelta(minutes=45), "out")
    make_past_scan(ada, board, start + 3 * HOUR)
    make_past_scan(bob, house, start)
    person = make_person()
    make_team_member(event, person)
    return SimpleNamespace(
        event=event, ada=ada, bob=bob, person=person, lead=actor_of(person), house=house, door=door
    )


def send(app, scene):
    db.session.rollback()
    with unit_of_work():
        work_id = services.start_sending(scene.lead, get_event_by_id(scene.event.id)).id
    run_jobs(app)
    db.session.rollback()
    return db.session.get_one(Work, work_id)


def standing():
    db.session.rollback()
    query = select(AttendanceCertificate).where(AttendanceCertificate.withdrawn_at.is_(None))
    return {one.name: one for one in db.session.scalars(query)}


def mails():
    db.session.rollback()
    query = select(Delivery.recipient).where(Delivery.template == "attendance_certificate")
    return sorted(db.session.scalars(query))


def test_who_attended_gets_one_certificate_and_one_mail(app, scene):
    make_terms(scene.event)
    work = send(app, scene)
    assert (work.state, list(standing()), mails()) == ("done", ["Ada Abel"], ["ada@example.org"])
    said = standing()["Ada Abel"].said
    assert [(one.title, one.minutes) for one in said.sessions] == [("Talk", 45)]
    assert (said.signatory, list(said.days)) == ("Dr. Eva Lang", [])
    before = standing()["Ada Abel"].code
    send(app, scene)
    assert (standing()["Ada Abel"].code, mails()) == (before, ["ada@example.org"])


def test_scans_that_come_later_replace_what_was_said(app, scene):
    make_terms(scene.event)
    send(app, scene)
    first = standing()["Ada Abel"].code
    ada, bob = db.session.get_one(Ticket, scene.ada.id), db.session.get_one(Ticket, scene.bob.id)
    make_past_scan(ada, scene.door, scene.event.starts_at + 1.8 * HOUR)
    make_past_scan(bob, scene.door, scene.event.starts_at + 1.5 * HOUR)
    assert [one.is_current for one in entitled(scene.event)] == [False, False]
    send(app, scene)
    now = standing()
    assert {name: one.said.sessions[0].minutes for name, one in now.items()} == {
        "Ada Abel": 57,
        "Bob Berg": 30,
    }
    assert now["Ada Abel"].code != first
    assert mails() == ["ada@example.org", "ada@example.org", "bob@example.org"]
    with unit_of_work():
        db.session.get_one(CertificateTerms, scene.event.id).least_share = 60
    send(app, scene)
    assert list(standing()) == ["Ada Abel"]


def test_a_corrected_name_gets_another_and_the_first_says_that_it_was_withdrawn(app, scene):
    make_terms(scene.event)
    send(app, scene)
    old = standing()["Ada Abel"].code
    with unit_of_work():
        correct(scene.lead, get_ticket(scene.ada.id), organisation_name="Abel Ltd")
    run_jobs(app)
    assert standing()["Ada Abel"].code == old
    with unit_of_work():
        correct(scene.lead, get_ticket(scene.ada.id), family_name="Ábel")
    run_jobs(app)
    new = standing()["Ada Ábel"].code
    assert (new != old, len(mails())) == (True, 2)
    for code, words in ((old, "was withdrawn"), (new, "is genuine")):
        page = Browser(app).get(f"/certificates/{shown_code(code)}")
        assert page.status_code == 200
        assert words in page.text
        assert "Talk" in page.text
        assert "ada@example.org" not in page.text
    answer = json.loads(Browser(app).get(f"/api/v1/attendance-certificates/{old}").text)
    assert answer["withdrawn_at"]
    assert "mailed_at" not in answer
    assert Browser(app).get("/certificates/0000-0000-0000-0000").status_code == 404


@pytest.mark.parametrize(
    ("is_on", "ends_in", "code"),
    [(False, -30, "certificates_off"), (True, 1, "certificates_too_early")],
)
def test_nothing_is_sent_when_it_is_off_or_the_day_is_not_over(app, scene, is_on, ends_in, code):
    make_terms(scene.event, is_on=is_on)
    with unit_of_work():
        event = db.session.get_one(Event, scene.event.id)
        event.ends_at = long_ago(-ends_in)
    with pytest.raises(Conflict) as refused:
        send(app, scene)
    assert refused.value.code == code


def test_only_the_lead_decides_and_somebody_has_to_sign(app, scene):
    chosen = Choice(is_on=True, signatory="", function="", kinds=[], least_share=0)
    with pytest.raises(Invalid), unit_of_work():
        services.change_terms(scene.lead, get_event_by_id(scene.event.id), chosen)
    desk = make_person()
    make_team_member(scene.event, desk, TeamRole.DESK)
    with pytest.raises(Forbidden), unit_of_work():
        services.start_sending(actor_of(desk), get_event_by_id(scene.event.id))


def test_people_at_each_session_and_kind_are_counted_once(app, scene, count_queries):
    figures = queries.list_attendance_by_session(scene.event, queries.read_log(scene.event.id))
    assert [(one.title, one.people) for one in figures.sessions] == [("Talk", 1), ("Board", 1)]
    assert figures.kinds == {
        SessionKind.PUBLIC: 1,
        SessionKind.CLOSED: 0,
        SessionKind.INTERNAL: 1,
    }
    db.session.expire_all()
    with count_queries:
        entitled(scene.event)
    before = count_queries.count
    for _number in range(2):
        other = make_ticket(db.session.get_one(Ticket, scene.ada.id).ticket_type)
        make_past_scan(other, scene.door, scene.event.starts_at + HOUR)
    db.session.expire_all()
    with count_queries:
        assert len(entitled(scene.event)) == 3
    assert count_queries.count == before


def test_the_pages_of_the_organiser_and_of_the_holder(app, scene):
    lead = Browser(app).sign_in(scene.person)
    assert b"%PDF" in lead.get(f"{PAGE}/preview.pdf").data
    sent = {"is_on": "true", "signatory": "Eva Lang", "kinds": ["public"], "least_share": "0"}
    assert lead.post(PAGE, sent).status_code == 302
    assert "Talk" in lead.get(PAGE).text
    link = link_of(get_ticket(scene.ada.id))
    paper = f"/tickets/{link}/{encode_id(scene.ada.id)}/certificate.pdf"
    assert Browser(app).get(paper).status_code == 404
    assert lead.post(f"{PAGE}/send", {}, page=PAGE).status_code == 302
    run_jobs(app)
    assert "Issued" in lead.get(f"{PAGE}/people").text
    for page in (f"/tickets/{link}", paper.replace("certificate.pdf", "programme")):
        assert paper in Browser(app).get(page).text
    assert Browser(app).get(paper).data.startswith(b"%PDF")
    refused = lead.post(PAGE, {"is_on": "true", "signatory": "", "kinds": ["internal"]})
    assert refused.status_code == 422


@pytest.mark.slow
def test_whoever_hands_out_at_once_issues_and_mails_once(app, scene):
    make_terms(scene.event)
    event_id, ticket_id = scene.event.id, scene.ada.id
    db.session.rollback()
    some, barrier = entitled(get_event_by_id(event_id)), Barrier(THREADS)
    db.session.rollback()

    def one(_number: int) -> None:
        with app.app_context():
            barrier.wait()
            in_unit_of_work(lambda: services.hand_out(get_event_by_id(event_id), some))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(THREADS)))
    run_jobs(app)
    assert (list(standing()), mails()) == (["Ada Abel"], ["ada@example.org"])
    held = standing()["Ada Abel"]
    with pytest.raises(Conflict), unit_of_work():
        services.issue(get_ticket(ticket_id), held.said)
