"""What people agree to governs who is listed, exported and passed on."""

import csv
import io

import pytest
from sqlalchemy import delete

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.models import Organisation
from app.privacy.models import AskedConsent
from app.privacy.rules.purposes import Purpose
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_api_token, make_person

LIST = "/manage/day/tickets/attendees"


@pytest.fixture
def scene(app):
    scene = Scene()
    saved(lambda: AskedConsent(event_id=scene.event.id, purpose=Purpose.PHOTOS))
    saved(lambda: AskedConsent(event_id=scene.event.id, purpose=Purpose.PASSING_ON))
    return scene


def registered(scene, name, cluster_id):
    person = make_person()
    scene.ticket(cluster_id, email=person.email, given_name=name, family_name="")
    return person


def answer(app, scene, person, *, is_given):
    sent = {"purpose": "photos", "event_id": encode_id(scene.event.id)}
    sent["is_given"] = "1" if is_given else ""
    Browser(app).sign_in(person).post("/account/privacy/consents", sent, page="/account/privacy")


def organiser(app, scene, role, cluster):
    person = scene.person(role, cluster)
    return Browser(app).sign_in(person), {"Authorization": "Bearer " + make_api_token(person)}


def test_lists_hold_those_who_agree_until_they_withdraw(app, client, scene):
    agreeing = registered(scene, "Agnieszka", scene.lead_id)
    registered(scene, "Bartosz", scene.lead_id)
    answer(app, scene, agreeing, is_given=True)
    lead = db.session.get_one(Organisation, scene.lead_id)
    browser, headers = organiser(app, scene, TeamRole.LEAD, lead)

    def found():
        page = browser.get(f"{LIST}?agrees=photos").text
        api = client.get("/api/v1/events/day/tickets?agrees_to=photos", headers=headers).json
        rows = list(csv.DictReader(io.StringIO(browser.get(f"{LIST}.csv?agrees=photos").text)))
        names = [one["given_name"] for one in api["items"]]
        assert names == [row["given_name"] for row in rows]
        assert [name in page for name in ("Agnieszka", "Bartosz")] == [bool(names), False]
        return names

    assert found() == ["Agnieszka"]
    whole = csv.DictReader(io.StringIO(browser.get(f"{LIST}.csv").text))
    told = {row["given_name"]: (row["agrees_photos"], row["agrees_passing_on"]) for row in whole}
    assert told == {"Agnieszka": ("yes", "no"), "Bartosz": ("no", "no")}
    answer(app, scene, agreeing, is_given=False)
    assert found() == []


def test_a_cluster_finds_only_its_own_who_agree(app, client, scene):
    for name, cluster_id in (("Agnieszka", scene.beside.id), ("Bartosz", scene.lead_id)):
        answer(app, scene, registered(scene, name, cluster_id), is_given=True)
    browser, _headers = organiser(app, scene, TeamRole.CO_ORGANISER, scene.beside)
    page = browser.get(f"{LIST}?agrees=photos").text
    assert ("Agnieszka" in page, "Bartosz" in page) == (True, False)


def test_an_event_that_asks_for_nothing_shows_no_such_filter(app, scene):
    lead = db.session.get_one(Organisation, scene.lead_id)
    browser, _headers = organiser(app, scene, TeamRole.LEAD, lead)
    assert "Photos and videos" in browser.get(f"{LIST}?agrees=no-such-purpose").text
    with unit_of_work():
        db.session.execute(delete(AskedConsent))
    assert "Photos and videos" not in browser.get(LIST).text


def test_news_go_to_those_participants_who_asked_for_them(app, scene):
    reader = registered(scene, "Agnieszka", scene.lead_id)
    registered(scene, "Bartosz", scene.lead_id)
    sent = {"purpose": "newsletter", "event_id": "", "is_given": "1"}
    Browser(app).sign_in(reader).post("/account/privacy/consents", sent, page="/account/privacy")
    lead = db.session.get_one(Organisation, scene.lead_id)
    browser, _headers = organiser(app, scene, TeamRole.LEAD, lead)
    rows = csv.DictReader(io.StringIO(browser.get(f"{LIST}.csv?agrees=newsletter").text))
    assert [row["given_name"] for row in rows] == ["Agnieszka"]
