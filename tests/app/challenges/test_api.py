"""Challenges for programs, from a brief to the jury."""

from app.core.ids import encode_id
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person

API = "/api/v1"


def bearer(person, *scopes):
    return {"Authorization": f"Bearer {make_api_token(person, *scopes)}"}


def test_a_challenge_goes_from_a_brief_to_publication(app, client):
    event = make_event()
    owner = bearer(make_member(make_organisation(kind="large_company")))
    organiser = make_person()
    make_team_member(event, organiser)
    boss = bearer(organiser)
    briefs = client.get(f"{API}/briefs?theme=storage", headers=owner).json["items"]
    assert [brief["id"] for brief in briefs] == ["storage/chilled-storage-energy"]
    made = client.post(
        f"{API}/events/{event.slug}/challenges", json={"brief": briefs[0]["id"]}, headers=owner
    )
    assert (made.status_code, made.json["phase"], made.json["version"]) == (201, "draft", 1)
    address = f"{API}/challenges/{made.json['id']}"
    early = client.post(f"{address}/submit", headers=owner)
    assert (early.status_code, early.json["code"]) == (422, "challenge_incomplete")
    change = {"version": 1, "sponsor_name": "Ada", "budget_minor": 4_000_000}
    saved = client.patch(address, json=change, headers=owner)
    assert (saved.status_code, saved.json["version"]) == (200, 2)
    stale = client.patch(address, json=change, headers=owner)
    assert (stale.status_code, stale.json["code"]) == (409, "changed_meanwhile")
    assert client.post(f"{address}/approve", headers=owner).status_code == 403
    assert client.post(f"{address}/submit", headers=owner).json["phase"] == "in_review"
    back = client.post(f"{address}/send-back", json={"reason": "More data"}, headers=boss)
    assert back.json["phase"] == "draft"
    assert client.post(f"{address}/submit", headers=owner).status_code == 200
    assert client.post(f"{address}/approve", headers=boss).json["phase"] == "published"
    listed = client.get(f"{API}/events/{event.slug}/challenges", headers=owner).json["items"]
    assert [one["title"] for one in listed] == [made.json["title"]]


def test_a_program_sends_criteria_and_is_told_what_is_wrong(app, client):
    event = make_event()
    owner = bearer(make_member(make_organisation()))
    address = f"{API}/events/{event.slug}/challenges"
    levels = ["a", "b", "c", "d", "e", "f"]
    row = {"name": "Fit", "weight": 100, "levels": levels}
    made = client.post(address, json={"title": "T", "criteria": [row]}, headers=owner)
    assert made.json["criteria"] == [
        {"key": "fit", "name": "Fit", "description": "", "weight": 100, "levels": levels}
    ]
    for wrong in ({"theme": "magic"}, {"criteria": [{"weight": 0}]}, {"colour": "red"}):
        assert client.post(address, json=wrong, headers=owner).status_code == 422


def test_moves_follow_the_kernel(app, client):
    event = make_event()
    challenge = make_challenge(event)
    organiser = make_person()
    make_team_member(event, organiser)
    headers = bearer(organiser)
    address = f"{API}/challenges/{encode_id(challenge.id)}/move"
    early = client.post(address, json={"to": "jury"}, headers=headers)
    assert (early.status_code, early.json["code"]) == (409, "no_such_move")
    hand = client.post(address, json={"to": "closed"}, headers=headers)
    assert (hand.status_code, hand.json["code"]) == (403, "move_not_yours")
    silent = client.post(address, json={"to": "archived"}, headers=headers)
    assert (silent.status_code, silent.json["code"]) == (422, "reason_missing")


def test_a_reading_token_cannot_write_and_strangers_see_no_drafts(app, client):
    event = make_event()
    challenge = make_challenge(event, phase="draft")
    address = f"{API}/challenges/{encode_id(challenge.id)}"
    assert client.get(address).status_code == 401
    assert client.get(address, headers=bearer(make_person())).status_code == 404
    reader = bearer(challenge.created_by, "read")
    assert client.get(address, headers=reader).status_code == 200
    assert client.patch(address, json={"version": 1}, headers=reader).status_code == 403
