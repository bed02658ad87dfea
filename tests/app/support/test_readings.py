"""Figures are read at night, kept as they were read, and told to those who may read them."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.models import OrganisationLabel
from app.identity.rules import MemberRole
from app.identity.rules.profiles import LabelKind
from app.support.models import FiguresReading
from app.support.services import read_figures
from app.support.services.reading import read_cluster
from app.tickets.models import Ticket
from tests.api.program import Program
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_member, make_organisation, make_person
from tests.factories.proposals import make_submitted_proposal
from tests.worker import run_jobs


@pytest.fixture
def scene(app):
    return Scene()


def arrive(scene, people, cluster_id=None, **values):
    for _ in range(people):
        scene.ticket(cluster_id or scene.beside.id, **values)


def groups(answer, table):
    return {group["key"]: group["people"] for group in answer[table]["groups"]}


def observer(client, scene):
    return Program.of(client, make_member(scene.beside, role=MemberRole.OBSERVER))


def reader(app, client, scene):
    person = scene.person(TeamRole.REPORT_READER, scene.beside)
    return Browser(app).sign_in(person), Program.of(client, person)


def test_figures_stay_as_they_were_read_until_the_next_night(client, scene):
    program, path = observer(client, scene), f"/clusters/{encode_id(scene.beside.id)}/figures"
    arrive(scene, 6, organisation_kind="sme")
    none = program.send("GET", path)
    assert (none.status_code, none.json["code"]) == (404, "figures_not_read")
    read_figures()
    first = program.send("GET", path).json
    assert groups(first, "kinds") == {"sme": 6}
    arrive(scene, 9, organisation_kind="sme")
    read_figures()  # not twice a day
    assert program.send("GET", path).json == first
    with time_machine.travel(clock.now() + timedelta(days=1)):
        read_figures()
        found = program.send("GET", path).json
    assert groups(found, "kinds") == {"sme": 15}
    assert found["read_at"] > first["read_at"]


def test_whoever_asks_twice_cannot_tell_who_came_in_between(client, scene):
    program, path = observer(client, scene), f"/clusters/{encode_id(scene.beside.id)}/figures"
    arrive(scene, 7, organisation_kind="sme", country="PL")
    arrive(scene, 6, organisation_kind="university", country="CZ")
    read_figures()
    before = program.send("GET", path).json
    scene.ticket(scene.beside.id, organisation_kind="sme", country="LV")
    arrive(scene, 5, organisation_kind="university", country="CZ")
    with time_machine.travel(clock.now() + timedelta(days=1)):
        read_figures()
        after = program.send("GET", path).json
    assert groups(before, "kinds") == {"sme": 7, "university": 6}
    assert groups(after, "kinds") == {"sme": 7, "university": 11}
    assert (groups(before, "regions"), groups(after, "regions")) == (
        {"PL": 7, "CZ": 6},
        {"PL": 7, "CZ": 11},
    )
    assert after["kinds"]["total"] == 18


def test_an_event_is_read_by_region_priority_month_proposals_and_challenges(app, client, scene):
    firm = make_organisation(kind="large_company", region="DE40")
    small = make_organisation(region="PL21")
    saved(lambda: _priority(small, "clean_energy"))
    arrive(scene, 5, organisation_id=small.id, created_at=clock.now().replace(2026, 2, 3))
    arrive(scene, 6, scene.lead_id, country="DE", created_at=clock.now().replace(2026, 3, 3))
    challenge = make_challenge(scene.event, phase="open", owner_organisation_id=firm.id)
    make_challenge(scene.event, phase="draft", owner_organisation_id=firm.id)
    for _ in range(5):
        own = make_organisation(region="PL21")
        make_submitted_proposal(challenge, organisation_id=own.id)
    read_figures()
    browser, program = reader(app, client, scene)
    found = program.send("GET", "/events/day/grouped-figures").json
    assert (found["participants"]["total"], found["challenges"]) == (11, 1)
    assert groups(found, "regions") == {"PL21": 5, "DE": 6}
    assert groups(found, "priorities") == {"clean_energy": 5, "": 6}
    assert groups(found, "months") == {"2026-02": 5, "2026-03": 6}
    assert (groups(found, "proposals"), groups(found, "proposal_regions")) == (
        {"sme": 5},
        {"PL21": 5},
    )
    assert (groups(found, "challenge_kinds"), groups(found, "challenge_regions")) == (
        {"large_company": 1},
        {"DE40": 1},
    )
    page = browser.get("/manage/day/figures").text
    for word in ("Clean energy", "February 2026", "Brandenburg", "without personal data, as of"):
        assert word in page
    assert page.index("February 2026") < page.index("March 2026")
    assert "/manage/day/figures" in browser.get("/manage/day/report").text


def _priority(organisation, text):
    code = text.replace("_", " ")
    label = {"kind": LabelKind.PRIORITY, "code": code, "text": text}
    return OrganisationLabel(organisation_id=organisation.id, **label)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (TeamRole.LEAD, 200),
        (TeamRole.REPORT_READER, 200),
        (TeamRole.CO_ORGANISER, 404),
        (TeamRole.DESK, 404),
        (None, 404),
    ],
)
def test_the_whole_event_is_for_its_lead_and_report_readers(app, client, scene, role, status):
    person = scene.person(role, scene.beside) if role else make_person()
    read_figures()
    assert Browser(app).sign_in(person).get("/manage/day/figures").status_code == status
    answer = Program.of(client, person).send("GET", "/events/day/grouped-figures")
    assert answer.status_code == status


def test_the_worker_reads_them_at_night(app, scene):
    arrive(scene, 5)
    with time_machine.travel(clock.now().replace(hour=2, minute=5)):
        run_jobs()
    assert count_readings() == 0  # the schedule, not the queue, begins it
    read_figures()
    read_figures()
    assert count_readings() == 3  # two clusters, and one event


def count_readings():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(FiguresReading))


def test_a_draft_is_read_by_nobody(app, scene):
    with unit_of_work():
        event = db.session.merge(scene.event)
        event.state = "draft"
    read_figures()
    assert count_readings() == 2


def test_what_is_read_names_nobody(app, scene):
    scene.ticket(scene.beside.id, email="canary@example.org", given_name="Canary")
    with unit_of_work():
        read_cluster(scene.beside.id, clock.now().date())
    levels = str(db.session.scalars(select(FiguresReading.levels)).one())
    ticket = db.session.scalars(select(Ticket)).one()
    assert [word for word in ("anary", str(ticket.id)) if word in levels] == []
