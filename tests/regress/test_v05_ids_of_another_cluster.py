"""Row 5 (Hi.Events #982, #984): things were loaded by their ids without asking whose they are."""

import pytest

from app.core.ids import encode_id
from app.events.models import TeamRole
from app.identity.queries import get_organisation
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.identity import make_api_token
from tests.regress.everything import everything

CANARY = "Zzcanary"
READS = ("", "?q={name}", "?cluster={lead}", "?state=all&q={name}", ".csv", ".csv?cluster={lead}")
SHOWS = (
    "/tickets/attendees/{foreign}",
    "/checkin",
    "/checkin/live",
    "/checkin/wall",
    "/mail",
    "",
    "/badges",
)
WRITES = ("cancel", "reissue", "validate")


@pytest.fixture
def scene(app):
    scene = Scene()
    scene.own = scene.ticket(scene.beside.id, given_name="Ownname", email="own@example.org")
    scene.foreign = scene.ticket(
        scene.lead_id,
        given_name=CANARY,
        family_name=CANARY,
        organisation_name=CANARY,
        email="zzcanary@example.org",
        search_key="verborgen",
    )
    cluster = get_organisation(scene.beside.id)
    scene.organiser = scene.person(TeamRole.CO_ORGANISER, cluster)
    scene.ids = {
        "foreign": encode_id(scene.foreign.id),
        "lead": encode_id(scene.lead_id),
        "name": "verborgen",
    }
    return scene


@pytest.fixture
def organiser(scene, client):
    return Browser(client.application).sign_in(scene.organiser)


def test_no_page_tells_a_co_organiser_of_anothers_participant(scene, organiser):
    checked = 0
    for rest in [f"/tickets/attendees{one}" for one in READS] + list(SHOWS):
        answer = organiser.get(f"/manage/day{rest.format(**scene.ids)}")
        assert CANARY.lower() not in answer.text.lower(), rest
        assert CANARY.lower() not in str(answer.headers).lower(), rest
        checked += 1
    assert organiser.get(f"/manage/day/tickets/attendees/{scene.ids['foreign']}").status_code == 404
    assert "Ownname" in organiser.get("/manage/day/tickets/attendees").text
    print(f"pages checked {checked}, foreign people 0")


def test_no_write_of_a_co_organiser_reaches_anothers_participant(scene, organiser):
    page, before = "/manage/day/tickets/attendees", everything()
    for act in WRITES:
        answer = organiser.post(f"{page}/{scene.ids['foreign']}/{act}", page=page)
        assert answer.status_code == 404, act
    body = {"ticket_ids": scene.ids["foreign"], "cluster_id": encode_id(scene.beside.id)}
    answer = organiser.post("/manage/day/tickets/attendees/hand-over", body, page=page)
    assert answer.status_code == 404
    assert everything() == before


def test_programs_of_a_co_organiser_meet_the_same_fence(scene, client):
    key = {"Authorization": f"Bearer {make_api_token(scene.organiser)}"}
    ticket = f"/api/v1/tickets/{scene.ids['foreign']}"
    listed = client.get("/api/v1/events/day/tickets?state=all", headers=key)
    assert [one["given_name"] for one in listed.json["items"]] == ["Ownname"]
    assert client.get(ticket, headers=key).status_code == 404
    before = everything()
    for act in WRITES:
        assert client.post(f"{ticket}/{act}", headers=key).status_code == 404, act
    moving = {"ticket_ids": [scene.ids["foreign"]], "cluster_id": encode_id(scene.beside.id)}
    answer = client.post("/api/v1/events/day/tickets/hand-over", json=moving, headers=key)
    assert answer.status_code == 404
    assert everything() == before
