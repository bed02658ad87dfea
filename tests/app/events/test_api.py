from datetime import UTC, datetime

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.events.models import Event, EventState, TeamRole
from app.identity.models import OrganisationKind
from tests.factories.events import make_event, make_session, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person

NEW = {
    "name": "Day",
    "timezone": "Europe/Athens",
    "starts_at": "2031-06-10T09:00",
    "ends_at": "2031-06-10T18:00+03:00",
    "venue_name": "Thessaloniki",
    "capacity": 100,
    "summary": "Come.",
}


def bearer(person, *scopes):
    return {"Authorization": f"Bearer {make_api_token(person, *scopes)}"}


def lead(**values):
    event = make_event(**values)
    person = make_person()
    make_team_member(event, person)
    return event, bearer(person)


def test_an_event_is_made_changed_and_published(client):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    headers = bearer(make_member(cluster))
    body = NEW | {"lead_organisation_id": encode_id(cluster.id)}

    made = client.post("/api/v1/events", json=body, headers=headers)
    assert (made.status_code, made.json["slug"], made.json["state"]) == (201, "day", "draft")
    assert made.json["starts_at"] == "2031-06-10T06:00:00+00:00"
    assert made.json["ends_at"] == "2031-06-10T15:00:00+00:00"

    path = "/api/v1/events/day"
    moved = client.patch(path, json={"ends_at": "2031-06-10T20:00"}, headers=headers)
    assert moved.json["ends_at"] == "2031-06-10T17:00:00+00:00"
    assert client.post(f"{path}/publish", headers=headers).json["state"] == "published"
    again = client.post(f"{path}/publish", headers=headers)
    assert (again.status_code, again.json["code"]) == (409, "already_published")


@pytest.mark.parametrize(
    "bad",
    [
        {"capacity": 2**70},
        {"capacity": "many"},
        {"starts_at": "2031-03-30T03:30"},
        {"starts_at": 5},
        {"name": "\ud83d"},
        {"state": "published"},
        {"timezone": "Mars/Base"},
        {"lead_organisation_id": 1},
    ],
)
def test_bad_values_are_refused(client, bad):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    body = NEW | {"lead_organisation_id": encode_id(cluster.id)} | bad
    answer = client.post("/api/v1/events", json=body, headers=bearer(make_member(cluster)))
    assert (answer.status_code, db.session.query(Event).count()) == (422, 0)


def test_events_are_listed_page_by_page_and_only_those_that_are_seen(client):
    shown = sorted(make_event().id for _ in range(3))
    make_event(state=EventState.DRAFT)
    headers = bearer(make_person(), "read")
    found, cursor = [], ""
    for _ in range(2):
        page = client.get(f"/api/v1/events?limit=2{cursor}", headers=headers).json
        found += [one["id"] for one in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert found == [encode_id(key) for key in shown]
    assert page["next_cursor"] is None
    assert client.get("/api/v1/events?cursor=no", headers=headers).status_code == 422
    assert client.get("/api/v1/events?limit=0", headers=headers).status_code == 422


def test_a_list_takes_as_many_statements_for_three_as_for_one(client, count_queries):
    headers = bearer(make_person())
    client.get("/api/v1/me", headers=headers)  # the first use of a token is noted
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_event()
        db.session.remove()
        with count_queries as n:
            client.get("/api/v1/events", headers=headers)
        counts.append(n.count)
    assert counts == [2, 2]


def test_drafts_are_the_team_s_alone(client):
    event, headers = lead(state=EventState.DRAFT)
    stranger = bearer(make_person())
    path = f"/api/v1/events/{event.slug}"
    assert client.get(path, headers=headers).status_code == 200
    assert client.get(path, headers=stranger).status_code == 404
    assert client.patch(path, json={"name": "Mine"}, headers=stranger).status_code == 404
    assert client.post(f"{path}/publish", headers=stranger).status_code == 404


def test_public_events_are_seen_but_not_changed_by_others(client):
    event = make_event()
    stranger = bearer(make_person())
    path = f"/api/v1/events/{event.slug}"
    assert client.get(path, headers=stranger).json["name"] == event.name
    assert client.patch(path, json={"name": "Mine"}, headers=stranger).status_code == 403
    assert client.get(f"{path}/team", headers=stranger).status_code == 404


def test_sessions_are_added_changed_and_removed(client):
    event, headers = lead(starts_at=datetime(2031, 6, 10, 7, tzinfo=UTC))
    path = f"/api/v1/events/{event.slug}/sessions"
    body = {"title": "Talk", "starts_at": "2031-06-10T07:00Z", "ends_at": "2031-06-10T11:00"}
    made = client.post(path, json=body, headers=headers)
    assert (made.status_code, made.json["kind"]) == (201, "public")
    one = f"{path}/{made.json['id']}"
    hidden = client.patch(one, json={"kind": "internal"}, headers=headers)
    assert (hidden.json["kind"], hidden.json["title"]) == ("internal", "Talk")
    assert client.get(path, headers=bearer(make_person())).json == []
    assert client.delete(one, headers=headers).status_code == 204
    assert client.delete(one, headers=headers).status_code == 404


def test_the_team_is_managed(client):
    event, headers = lead()
    make_session(event)
    person = make_person()
    path = f"/api/v1/events/{event.slug}/team"
    body = {"email": person.email, "role": TeamRole.SCANNER}
    made = client.post(path, json=body, headers=headers)
    assert (made.status_code, made.json["purpose"], made.json["role"]) == (201, "team", "scanner")
    listed = client.get(f"/api/v1/events/{event.slug}/invitations", headers=headers).json
    assert [one["id"] for one in listed] == [made.json["id"]]
    again = client.post(f"/api/v1/invitations/{made.json['id']}/resend", headers=headers, json={})
    assert (again.status_code, again.json["sent_count"]) == (200, 2)
    answer = f"/api/v1/me/invitations/{made.json['id']}/accept"
    theirs = bearer(person)
    assert client.post(answer, headers=theirs, json={"role": "lead"}).status_code == 422
    assert client.post(answer, headers=theirs).status_code == 204

    place = next(one for one in client.get(path, headers=headers).json if one["role"] == "scanner")
    changed = client.patch(f"{path}/{place['id']}", json={"role": "desk"}, headers=headers)
    assert (changed.status_code, changed.json["role"]) == (200, "desk")
    assert client.delete(f"{path}/{place['id']}", headers=theirs).status_code == 204
    assert len(client.get(path, headers=headers).json) == 1


def test_partners_are_asked_and_answer(client):
    event, headers = lead()
    nord = make_organisation(name="Nord", kind=OrganisationKind.CLUSTER)
    owner = bearer(make_member(nord))
    path = f"/api/v1/events/{event.slug}/partners"
    asked = client.post(path, json={"organisation": "nord"}, headers=headers)
    assert (asked.status_code, asked.json["organisation"], asked.json["email"]) == (
        201,
        "Nord",
        None,
    )
    assert client.get(path, headers=headers).json == []
    answer = f"/api/v1/me/invitations/{asked.json['id']}/accept"
    assert client.post(answer, headers=headers).status_code == 404
    assert client.post(answer, headers=owner).status_code == 204
    assert [one["name"] for one in client.get(path, headers=headers).json] == ["Nord"]
