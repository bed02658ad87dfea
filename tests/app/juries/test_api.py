from app.core.db import db
from app.core.ids import encode_id
from app.juries.models import Assignment
from challenges.recount import recount
from tests.app.juries.scene import make_scene
from tests.factories.identity import make_api_token, make_person
from tests.factories.juries import make_assignment, make_scorecard

SHEET = {
    "version": 0,
    "scores": [
        {"key": "fit", "value": 4, "comment": "Meets the need."},
        {"key": "team", "value": 3, "comment": "Small but able."},
    ],
}


def bearer(person, *scopes):
    return {"Authorization": "Bearer " + make_api_token(person, *scopes)}


def test_organisers_build_the_panel_and_assign(app, client):
    scene = make_scene(phase="published", proposals=1, jurors=2)
    headers = bearer(scene.organiser)
    base = f"/api/v1/events/{scene.event.slug}"
    made = client.post(
        f"{base}/jurors",
        json={"email": "x@juror.example", "given_name": "Itziar", "family_name": "Agirre"},
        headers=headers,
    )
    assert (made.status_code, made.json["purpose"]) == (201, "jury")
    waiting = client.get(f"{base}/jurors/invitations", headers=headers).json
    assert [one["email"] for one in waiting] == ["x@juror.example"]
    theirs = bearer(make_person(email="x@juror.example", email_confirmed_at=None))
    mine = f"/api/v1/me/invitations/{made.json['id']}/accept"
    assert client.post(mine, headers=theirs).status_code == 404  # the address is not proved
    assert len(client.get(f"{base}/jurors", headers=headers).json["items"]) == 2
    run = client.post(f"{base}/assignments", json={"per_proposal": 2}, headers=headers)
    assert (run.status_code, run.json["outcome"]["pairs"]) == (201, 2)
    withdrawn = client.delete(f"/api/v1/invitations/{made.json['id']}", headers=headers)
    assert withdrawn.status_code == 204


def test_an_assignment_that_is_sent_again_adds_nothing(app, client):
    scene = make_scene(phase="published", proposals=2, jurors=3)
    headers = bearer(scene.organiser) | {"Idempotency-Key": "assign-1"}
    path = f"/api/v1/events/{scene.event.slug}/assignments"
    first, second = (
        client.post(path, json={"per_proposal": 2}, headers=headers).json["outcome"]
        for _ in range(2)
    )
    assert (first["pairs"], first["kept"]) == (4, 0)
    assert (second["pairs"], second["kept"]) == (4, 4)
    assert db.session.query(Assignment).count() == 4
    described = client.get("/api/openapi.json").json["paths"]
    operation = described["/api/v1/events/{slug}/assignments"]["post"]
    assert "An Idempotency-Key is not heeded" in operation["description"].replace("\n", " ")


def test_a_juror_reads_and_writes_their_own_scorecard(app, client):
    scene = make_scene(jurors=2)
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    headers = bearer(scene.jurors[0].person)
    listed = client.get("/api/v1/assignments", headers=headers).json["items"]
    assert [(one["proposal"]["title"], one["scorecard"]) for one in listed] == [
        ("Proposal A", None)
    ]
    path = f"/api/v1/assignments/{encode_id(assignment.id)}/scorecard"
    saved = client.put(path, json=SHEET, headers=headers)
    assert (saved.status_code, saved.json["version"], saved.json["submitted_at"]) == (200, 1, None)
    done = client.put(path, json=SHEET | {"version": 1, "submit": True}, headers=headers)
    assert done.json["submitted_at"] is not None
    got = client.get(path, headers=headers).json["scorecard"]["scores"]
    assert sorted((score["key"], score["value"]) for score in got) == [("fit", 4), ("team", 3)]
    again = client.put(path, json=SHEET | {"version": 2}, headers=headers)
    assert (again.status_code, again.json["code"]) == (409, "scorecard_submitted")
    other = bearer(scene.jurors[1].person)
    assert client.get(path, headers=other).status_code == 404
    assert client.put(path, json=SHEET, headers=other).status_code == 404


def test_an_incomplete_scorecard_names_what_it_lacks(app, client):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    path = f"/api/v1/assignments/{encode_id(assignment.id)}/scorecard"
    sheet = {"version": 0, "submit": True, "scores": [{"key": "fit", "value": 9}]}
    headers = bearer(scene.jurors[0].person)
    assert client.put(path, json=sheet, headers=headers).status_code == 422
    sheet["scores"] = [{"key": "fit", "value": 5, "comment": "Yes"}]
    answer = client.put(path, json=sheet, headers=headers)
    assert (answer.status_code, answer.json["field"]) == (422, "scores-1-value")


def test_a_token_that_only_reads_does_not_write(app, client):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    path = f"/api/v1/assignments/{encode_id(assignment.id)}/scorecard"
    headers = bearer(scene.jurors[0].person, "read")
    assert client.get(path, headers=headers).status_code == 200
    assert client.put(path, json=SHEET, headers=headers).status_code == 403


def test_a_juror_steps_back(app, client):
    scene = make_scene()
    assignment = make_assignment(scene.jurors[0], scene.proposals[0])
    headers = bearer(scene.jurors[0].person)
    path = f"/api/v1/assignments/{encode_id(assignment.id)}"
    reason = {"kind": "competition", "reason": "We sell the same."}
    assert client.post(f"{path}/conflict", json=reason, headers=headers).status_code == 204
    assert client.get(f"{path}/scorecard", headers=headers).status_code == 404
    assert client.get("/api/v1/assignments", headers=headers).json == {"items": []}


def test_ranking_decisions_telling_and_export(app, client):
    scene = make_scene(proposals=1)
    make_scorecard(make_assignment(scene.jurors[0], scene.proposals[0]), 4, 3)
    headers = bearer(scene.organiser)
    challenge = f"/api/v1/challenges/{encode_id(scene.challenge.id)}"
    ranking = client.get(f"{challenge}/ranking", headers=headers).json
    row = ranking["items"][0]
    assert (row["rank"], row["score"], row["percent"], row["means"]) == (
        1,
        "18/5",
        "72.0",
        {"fit": "4", "team": "3"},
    )
    path = f"/api/v1/proposals/{encode_id(scene.proposals[0].id)}/decision"
    yes = {"outcome": "selected", "reason": "Best."}
    assert client.post(path, json=yes, headers=headers).status_code == 201
    assert client.post(path, json=yes, headers=headers).json["code"] == "already_decided"
    change = yes | {"version": 1, "reason": "Best by far.", "change_reason": "Better words."}
    assert client.post(path, json=change, headers=headers).json["version"] == 2
    told = client.post(f"{challenge}/outcomes", headers=headers)
    assert (told.status_code, len(told.json["items"])) == (200, 1)
    export = client.get(f"{challenge}/jury-export", headers=headers).json
    assert recount(export).is_same


def test_jurors_and_strangers_see_no_ranking(app, client):
    scene = make_scene()
    headers = bearer(scene.jurors[0].person)
    challenge = f"/api/v1/challenges/{encode_id(scene.challenge.id)}"
    for path in ("ranking", "jury-export"):
        assert client.get(f"{challenge}/{path}", headers=headers).status_code == 404
    decision = f"/api/v1/proposals/{encode_id(scene.proposals[0].id)}/decision"
    body = {"outcome": "selected", "reason": "Mine."}
    assert client.post(decision, json=body, headers=headers).status_code in (403, 404)
    assert db.session.query(Assignment).all() == []
