"""Hubs through pages and the API, and what a hub serves itself."""

import json
from functools import partial
from io import BytesIO

from sqlalchemy import func, select

from app.core.db import db
from app.core.files import StoredFile
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.core.work import Work
from app.events.models import TeamRole
from app.events.queries import get_event_by_id
from app.hub import pages, queries
from app.hub.models import BroughtScans
from app.hub.services import making, opening, sending
from tests.app.hub.samples import file_of, inside, log, pack, scan, scan_at, unpack
from tests.client import Browser
from tests.factories import saved
from tests.factories.checkin import make_hub
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_person
from tests.worker import run_jobs

HUBS = "/manage/day/checkin/hubs"


def test_the_lead_plans_a_hub_takes_its_parcel_and_brings_its_scans(app, scene, laptop, browser):
    browser.sign_in(scene.lead)
    page = HUBS
    made = browser.post(page, data={"name": "Foyer"})
    assert made.status_code == 302
    shown = browser.get(made.location)
    taken = browser.post(f"{made.location}/parcel", page=made.location)
    assert taken.mimetype == "application/octet-stream"
    assert 'filename="day.innoday"' in taken.headers["Content-Disposition"]
    phrase = shown.text.split('<p class="code">')[1].split("<")[0]
    with laptop.app_context():
        contents = opening.read_parcel(phrase, taken.data)
        in_unit_of_work(lambda: opening.open_hub(contents))
    scan_at(laptop, scene, *map(scan, scene.codes))

    raw = file_of(laptop)
    brought = browser.post(
        "/manage/day/checkin/scans", data={"file": (BytesIO(raw), "day-scans.json")}, page=page
    )
    assert brought.status_code == 302
    run_jobs()

    assert len(inside()) == 4
    one = db.session.scalar(select(BroughtScans))
    assert (one.source, one.scans, one.fresh, one.file_id) == ("Foyer", 4, 4, None)
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert db.session.scalar(select(Work.state)) == "done"
    again = browser.post(
        "/manage/day/checkin/scans", data={"file": (BytesIO(raw), "x.json")}, page=page
    )
    assert again.status_code == 302
    run_jobs()
    db.session.rollback()
    assert db.session.scalar(select(BroughtScans)).fresh == 4
    listed = browser.get(page).text
    assert "Foyer" in listed
    assert browser.post(f"{made.location}/end", page=page).status_code == 302
    assert browser.post(f"{made.location}/parcel", page=page).status_code == 409


def test_the_page_of_hubs_asks_as_often_for_three_as_for_one(app, scene, browser, count_queries):
    browser.sign_in(scene.lead)
    event = scene.door.event
    asked = []
    for number in range(3):
        hub = make_hub(event, f"Hall {number}")
        about = {"event_id": event.id, "hub_id": hub.id, "source": hub.name, "scans": 1}
        saved(partial(BroughtScans, **about, sha256=str(number)))
        browser.get(HUBS)
        with count_queries:
            assert f"Hall {number}" in browser.get(HUBS).text
        asked.append(count_queries.count)
    assert asked[0] == asked[2]


def test_a_file_that_was_changed_or_is_anothers_is_refused(app, scene, laptop, browser):
    browser.sign_in(scene.lead)
    unpack(laptop, pack(scene))
    scan_at(laptop, scene, *map(scan, scene.codes))
    contents = json.loads(file_of(laptop))
    cut = contents | {"scans": contents["scans"][:-1]}
    strange = contents | {"hub": encode_id(1)}
    elsewhere = contents | {"event": encode_id(1)}
    for sent, words in (
        (cut, "was changed after"),
        (strange, "No hub of this event"),
        (elsewhere, "at another event"),
        ({}, "is no file of scans"),
    ):
        data = {"file": (BytesIO(json.dumps(sent).encode()), "scans.json")}
        answer = browser.post("/manage/day/checkin/scans", data=data, page=HUBS)
        assert answer.status_code == 422
        assert words in answer.text
    assert browser.post("/manage/day/checkin/scans", {}, page=HUBS).status_code == 422
    assert log() == []


def test_only_the_lead_makes_hubs(app, scene, browser):
    for role in (TeamRole.CO_ORGANISER, TeamRole.DESK):
        person = make_person()
        make_team_member(scene.door.event, person, role)
        browser.sign_in(person)
        assert browser.get(HUBS).status_code in (403, 404)
        assert browser.post(
            f"{HUBS}/{encode_id(scene.hub_id)}/parcel", page="/account/security"
        ).status_code in (403, 404)


def test_a_hub_sends_by_itself_what_the_main_server_lacks(app, scene, laptop, client):
    unpack(laptop, pack(scene))
    scan_at(laptop, scene, *map(scan, scene.codes))
    with laptop.app_context():
        home = queries.get_home()
        secret = home.secret
        scans = queries.list_scans_after(home.event_id, home.sent_through)
        contents = sending.contents_of(home, scans)
    bearer = {"Authorization": f"Bearer {secret}"}

    done = client.post("/api/v1/hub/scans", json=contents, headers=bearer)

    assert done.json == {"number": 4, "fresh": 4, "astray": 0}
    assert len(inside()) == 4
    scanners = {"Authorization": f"Bearer {scene.door.secret}"}
    assert client.post("/api/v1/hub/scans", json=contents, headers=scanners).status_code == 403
    assert client.get("/api/v1/devices/me", headers=bearer).status_code == 403
    assert client.get("/api/v1/events", headers=bearer).status_code == 401
    other = contents | {"event": encode_id(1)}
    assert client.post("/api/v1/hub/scans", json=other, headers=bearer).status_code == 422
    many = contents | {"scans": contents["scans"] * 126}
    assert client.post("/api/v1/hub/scans", json=many, headers=bearer).status_code == 422
    in_unit_of_work(
        lambda: making.end_hub(scene.actor, get_event_by_id(scene.event_id), scene.hub_id)
    )
    assert client.post("/api/v1/hub/scans", json=contents, headers=bearer).status_code == 401
    forged = {"Authorization": f"Bearer {secret[:-1]}{'0' if secret[-1] != '0' else '1'}"}
    assert client.post("/api/v1/hub/scans", json=contents, headers=forged).status_code == 401


def test_a_hub_serves_the_door_and_nothing_else(app, scene, laptop):
    unpack(laptop, pack(scene))
    with laptop.app_context():
        link = opening.link_for(opening.get_keeper())
        browser = Browser(laptop)
        assert browser.get("/").location == "/hub"
        assert "You are at the door" in browser.get("/hub").text
        assert browser.get(f"/hub/enter/{link[:-1]}x").status_code == 404
        assert browser.get("/e/day").status_code == 403
        assert browser.get("/sign-up").status_code == 403
        entered = browser.post(f"/hub/enter/{link}")
        assert entered.location == "/hub"
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert known >= pages.AT_HUB
    assert app.test_client().get("/hub").status_code == 404


def test_what_a_hub_cannot_send_it_keeps(app, scene, laptop):
    unpack(laptop, pack(scene))
    scan_at(laptop, scene, scan(scene.codes[0]))
    with laptop.app_context():
        with unit_of_work():
            queries.get_home().main_url = "http://127.0.0.1:9"
        keeper, home = actor_of(opening.get_keeper()), queries.get_home()
        in_unit_of_work(lambda: sending.start_sending(keeper, home))
        run_jobs(laptop)
        db.session.rollback()
        assert db.session.scalar(select(Work.error)) == "main_unreachable"
        assert queries.count_scans(queries.get_home()) == (1, 1)
