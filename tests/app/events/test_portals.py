"""Standing challenges of a cluster: opened in one form, and without what only a Day has."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.ids import encode_id
from app.core.times import to_local
from app.core.uow import unit_of_work
from app.events import queries, services
from app.events.models import Event, EventState, TeamRole
from app.events.policies import MAY, OF_A_DAY, may
from app.tickets.models import TicketType
from tests.factories.challenges import make_challenge
from tests.factories.directory import make_cluster
from tests.factories.events import make_event, make_portal, make_team_member
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_member,
    make_person,
)

PORTAL = {"name": "Standing challenges", "timezone": "Europe/Athens", "summary": "All year."}
NEXT_YEAR = clock.now().date() + timedelta(days=365)
LEAD, DESK, READER = TeamRole.LEAD, TeamRole.DESK, TeamRole.REPORT_READER


def cluster_and_manager():
    cluster = make_cluster(name="Klaster")
    return cluster, make_member(cluster)


def on_team(event, role=LEAD):
    person = make_person()
    make_team_member(event, person, role)
    return person


def bearer(person):
    return {"Authorization": f"Bearer {make_api_token(person)}"}


def test_a_portal_is_public_at_once_and_ends_with_its_last_day(app):
    cluster, person = cluster_and_manager()
    with unit_of_work():
        made = services.open_portal(
            actor_of(person, cluster), cluster.id, until=NEXT_YEAR, **PORTAL
        )

    assert (made.kind, made.state, made.capacity) == ("portal", EventState.PUBLISHED, 0)
    assert to_local(made.ends_at, "Europe/Athens") == datetime.combine(
        NEXT_YEAR, datetime.min.time()
    ) + timedelta(hours=23, minutes=59)
    assert [one.role for one in queries.list_team(made)] == [LEAD]


def test_a_portal_that_is_over_before_it_opens_is_refused_at_its_day(app):
    cluster, person = cluster_and_manager()
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.open_portal(
            actor_of(person, cluster), cluster.id, until=date(2025, 1, 1), **PORTAL
        )
    assert (refused.value.code, refused.value.field) == ("event_is_over", "until")
    assert db.session.query(Event).count() == 0


def test_only_its_own_people_open_standing_challenges_of_a_cluster(app):
    cluster, _person = cluster_and_manager()
    other, stranger = cluster_and_manager()
    with pytest.raises(Forbidden), unit_of_work():
        services.open_portal(actor_of(stranger, other), cluster.id, until=NEXT_YEAR, **PORTAL)


def test_nobody_has_a_role_on_a_portal_for_what_only_a_day_has(app):
    lead = actor_of(on_team(event := make_portal()))
    assert {one for one in MAY if not may(lead, one, event)} == OF_A_DAY
    assert len(OF_A_DAY) == 14


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("ticket-types", {"name": "Guest", "audience": "attendee", "size": 5}),
        ("badges", {"layout": "a6"}),
        ("gates", {"name": "North"}),
        (
            "sessions",
            {"title": "Talk", "starts_at": "2031-01-01T09:00", "ends_at": "2031-01-01T10:00"},
        ),
    ],
)
def test_the_server_refuses_what_a_portal_does_not_have(client, path, body):
    event = make_portal()
    answer = client.post(
        f"/api/v1/events/{event.slug}/{path}", json=body, headers=bearer(on_team(event))
    )
    assert (answer.status_code, answer.json["code"]) == (409, "not_on_portal")
    stranger = client.post(
        f"/api/v1/events/{event.slug}/{path}", json=body, headers=bearer(make_person())
    )
    assert stranger.status_code in {403, 404}


def test_nobody_registers_for_a_portal(client):
    event = make_portal()
    assert client.get(f"/e/{event.slug}/register").status_code == 409
    guest = {
        "given_name": "Ada",
        "family_name": "L",
        "email": "ada@example.org",
        "organisation_kind": "sme",
        "country": "DE",
        "ticket_type": encode_id(1),
    }
    order = client.post(
        f"/api/v1/events/{event.slug}/orders",
        json={"attendees": [guest]},
        headers=bearer(make_person()),
    )
    assert (order.status_code, order.json["code"]) == (409, "not_on_portal")
    assert db.session.query(TicketType).count() == 0


def test_a_portal_gets_no_place_and_nobody_at_a_door(app):
    event = make_portal()
    lead = actor_of(on_team(event))
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.change_event(lead, event.id, capacity=5)
    assert (refused.value.code, refused.value.field) == ("not_on_portal", "capacity")
    with pytest.raises(Invalid) as refused, unit_of_work():
        services.invite_team_member(lead, event.slug, email="a@example.org", role=DESK)
    assert (refused.value.code, refused.value.field) == ("role_of_a_day", "role")


def test_the_database_keeps_a_day_with_people_and_a_portal_without(app):
    for kind, capacity in (("day", 0), ("portal", 5)):
        with pytest.raises(Conflict):
            make_event(kind=kind, capacity=capacity)
        db.session.rollback()


def test_the_api_says_the_kind_and_opens_a_portal(client):
    cluster, person = cluster_and_manager()
    body = PORTAL | {"until": NEXT_YEAR.isoformat()}
    path = f"/api/v1/clusters/{encode_id(cluster.id)}/standing-challenges"
    made = client.post(path, json=body, headers=bearer(person))
    assert (made.status_code, made.json["kind"], made.json["state"]) == (201, "portal", "published")
    day = client.get(f"/api/v1/events/{make_event().slug}", headers=bearer(person))
    assert day.json["kind"] == "day"


def test_a_manager_opens_one_from_the_page_of_the_cluster(browser):
    cluster, person = cluster_and_manager()
    browser.sign_in(person)
    path = f"/clusters/{encode_id(cluster.id)}"
    assert f'href="{path}/standing-challenges"' in browser.get(path).text
    page = browser.get(f"{path}/standing-challenges")
    assert "Standing challenges of Klaster" in page.text

    form = PORTAL | {"until": NEXT_YEAR.isoformat()}
    made = browser.post(f"{path}/standing-challenges", data=form)
    assert made.status_code == 302
    assert made.location == "/manage/standing-challenges"
    overview = browser.get(made.location).text
    assert "Where the challenges stand" in overview
    assert "/tickets" not in overview
    assert "/programme" not in overview
    assert "/checkin" not in overview
    assert "Our participants" not in overview

    detail = {"until": "2099-01-31", "description": "Welcome."}
    saved = browser.post(f"{made.location}/details", data=PORTAL | detail)
    assert saved.status_code == 302
    event = db.session.query(Event).one()
    assert event.ends_at == datetime(2099, 1, 31, 21, 59, tzinfo=UTC)


def test_the_front_page_keeps_days_and_portals_apart(client):
    event, day = make_portal(name="Standing challenges of Klaster"), make_event()
    page = client.get("/").text
    upcoming, standing = page.split('id="standing"')
    assert f"/e/{day.slug}" in upcoming
    assert f"/e/{event.slug}" not in upcoming
    assert f"/e/{event.slug}" in standing

    public = client.get(f"/e/{event.slug}")
    assert "Open until" in public.text
    assert "Register" not in public.text
    assert "Add to calendar" not in public.text
    assert client.get(f"/e/{event.slug}/calendar.ics").status_code == 404


def test_the_page_of_a_cluster_shows_its_open_standing_challenges(client):
    cluster, _person = cluster_and_manager()
    event = make_portal(lead_organisation_id=cluster.id)
    shown = make_challenge(event, phase="published", title="Crates that come back")
    make_challenge(event, phase="draft", title="Nobody sees this yet")
    page = client.get(f"/clusters/{encode_id(cluster.id)}").text
    assert f"/challenges/{encode_id(shown.id)}" in page
    assert "Crates that come back" in page
    assert "Nobody sees this yet" not in page
    assert f"/e/{event.slug}" in page.split('id="standing"')[1]
    assert 'id="events"' not in page
