"""Proposals for programs, from the start to the receipt."""

from io import BytesIO

import pytest
import time_machine
from PIL import Image

from app.core.db import db
from app.core.ids import encode_id
from app.proposals.models import ProposalFile
from challenges.canonical import digest
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal

API = "/api/v1"


def bearer(person, *scopes):
    return {"Authorization": f"Bearer {make_api_token(person, *scopes)}"}


def png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (4, 4)).save(made, "PNG")
    return made.getvalue()


def test_a_proposal_goes_from_the_start_to_the_receipt(app, client):
    challenge = make_challenge()
    headers = bearer(make_member(make_organisation()))
    start = f"{API}/challenges/{encode_id(challenge.id)}/proposals"
    made = client.post(start, json={}, headers=headers)
    assert (made.status_code, made.json["state"]) == (201, "draft")
    again = client.post(start, json={}, headers=headers)
    assert (again.status_code, again.json["code"]) == (409, "already_proposed")
    address = f"{API}/proposals/{made.json['id']}"
    early = client.post(f"{address}/submit", json={}, headers=headers)
    assert (early.status_code, early.json["code"]) == (422, "proposal_incomplete")
    values = {"title": "T", "summary": "S", "trl": 5, "answers": {"solution": "Yes", "no": "x"}}
    saved = client.patch(address, json={"version": 1, **values}, headers=headers)
    assert saved.json["answers"] == {"solution": "Yes"}
    file = {"file": (BytesIO(png()), "plan.png")}
    added = client.post(f"{address}/files", data=file, headers=headers)
    assert (added.status_code, added.json["name"]) == (201, "plan.png")
    receipt = client.post(f"{address}/submit", json={"version": 2}, headers=headers)
    assert (receipt.status_code, receipt.json["number"]) == (201, 1)
    same = client.post(f"{address}/submit", json={}, headers=headers)
    assert same.json == receipt.json
    got = client.get(f"{address}/receipt", headers=headers).json
    assert digest(got["content"]) == got["sha256"] == receipt.json["sha256"]
    assert got["content"]["files"][0]["sha256"] == added.json["sha256"]
    client.patch(address, json={"version": 2, "title": "Better"}, headers=headers)
    second = client.post(f"{address}/submit", json={}, headers=headers)
    assert second.json["number"] == 2
    assert client.get("/api/v1/proposals", headers=headers).json["items"][0]["title"] == "Better"


@pytest.mark.parametrize("sent", [{}, {"file": (BytesIO(b"nothing"), "a.pdf")}])
def test_bad_uploads_are_refused(app, client, sent):
    proposal = make_proposal()
    address = f"{API}/proposals/{encode_id(proposal.id)}/files"
    answer = client.post(address, data=sent, headers=bearer(proposal.created_by))
    assert answer.status_code == 422


def upload(client, proposal, token, key, content, name="plan.png"):
    headers = token | {"Idempotency-Key": key}
    address = f"{API}/proposals/{encode_id(proposal.id)}/files"
    return client.post(address, data={"file": (BytesIO(content), name)}, headers=headers)


def count_files():
    db.session.rollback()
    return db.session.query(ProposalFile).count()


def test_an_upload_that_is_sent_again_is_stored_once(app, client):
    """Each time it is sent with another boundary between its parts, as clients do."""
    proposal = make_proposal()
    token = bearer(proposal.created_by)
    first, second = (upload(client, proposal, token, "a", png()) for _ in range(2))
    assert first.request.content_type != second.request.content_type
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json, count_files()) == (second.json, 1)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert upload(client, proposal, token, "b", png()).status_code == 201
    assert count_files() == 2


@pytest.mark.parametrize("other", [{"content": png() + b"\0"}, {"name": "other.png"}])
def test_another_upload_under_the_same_key_is_refused(app, client, other):
    proposal = make_proposal()
    token = bearer(proposal.created_by)
    upload(client, proposal, token, "a", png())
    answer = upload(client, proposal, token, "a", **({"content": png()} | other))
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert count_files() == 1


def test_an_upload_that_was_refused_may_be_mended_under_its_key(app, client):
    proposal = make_proposal()
    token = bearer(proposal.created_by)
    assert upload(client, proposal, token, "a", b"MZ").status_code == 422
    assert upload(client, proposal, token, "a", png()).status_code == 201
    headers = bearer(proposal.created_by) | {"Idempotency-Key": "b"}
    address = f"{API}/proposals/{encode_id(proposal.id)}/files"
    assert client.post(address, data={}, headers=headers).status_code == 422


def test_after_the_deadline_every_way_is_closed(app, client):
    challenge = make_challenge()
    proposal = make_proposal(challenge)
    headers = bearer(proposal.created_by)
    address = f"{API}/proposals/{encode_id(proposal.id)}"
    with time_machine.travel(deadline_of(challenge), tick=False):
        answers = [
            client.patch(address, json={"version": 1, "title": "x"}, headers=headers),
            client.post(f"{address}/submit", json={}, headers=headers),
            client.post(
                f"{address}/files", data={"file": (BytesIO(png()), "a.png")}, headers=headers
            ),
        ]
    assert [(a.status_code, a.json["code"]) for a in answers] == [(409, "deadline_passed")] * 3


def test_authors_do_not_read_the_outcome_before_it_is_told(app, client):
    values = {"state": "not_selected", "state_reason": "Too dear", "feedback": "Cut the cost"}
    event = make_event()
    proposal = make_submitted_proposal(make_challenge(event, phase="decision"), **values)
    organiser = make_person()
    make_team_member(event, organiser)
    address = f"{API}/proposals/{encode_id(proposal.id)}"
    seen = client.get(address, headers=bearer(proposal.created_by)).json
    assert (seen["state"], seen["reason"], seen["feedback"]) == ("in_jury", "", "")
    listed = client.get(f"{API}/proposals", headers=bearer(proposal.created_by)).json
    assert [one["state"] for one in listed["items"]] == ["in_jury"]
    seen = client.get(address, headers=bearer(organiser)).json
    assert (seen["state"], seen["feedback"]) == ("not_selected", "Cut the cost")
