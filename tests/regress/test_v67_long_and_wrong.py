"""Row 67 (marshmallow, CTFd): a large body of the wrong kind, or a long word, took for ever."""

import json
import time

import pytest

from app.core.ids import encode_id
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_api_token
from tests.factories.proposals import make_proposal

SECONDS = 1.0
LONG = "a" * 100_000
BODIES = {
    "a list of a million numbers": [0] * 500_000,
    "lists in lists": json.loads("[" * 300 + "]" * 300),
    "an object of many names": {f"name{number}": "" for number in range(60_000)},
    "a long address": {"version": 1, "title": LONG},
    "a long word in every field": {"version": LONG, "title": [LONG], "answers": {LONG: LONG}},
    "lists where words are meant": {"version": 1, "partner_countries": [[LONG]] * 9},
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_of_the_wrong_kind_is_refused_at_once(app, client, name):
    proposal = make_proposal(make_challenge())
    headers = {"Authorization": f"Bearer {make_api_token(proposal.created_by)}"}
    body, path = json.dumps(BODIES[name]), f"/api/v1/proposals/{encode_id(proposal.id)}"
    begun = time.process_time()
    answer = client.patch(path, data=body, headers=headers, content_type="application/json")
    assert 400 <= answer.status_code < 500
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("field", ["email", "given_name", "password"])
def test_a_long_word_in_a_public_form_is_refused_at_once(browser, field):
    sent = {"email": "a@example.org", "given_name": "A", "family_name": "B", "password": "x" * 20}
    begun = time.process_time()
    answer = browser.post("/sign-up", sent | {field: LONG + "@" + LONG})
    assert 400 <= answer.status_code < 500
    assert time.process_time() - begun < SECONDS
