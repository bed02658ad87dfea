"""Brief files through the API: out, in again, and every finding with its line and its key."""

from dataclasses import replace

import pytest

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from challenges.brief import library, read_brief, write_brief
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person

API = "/api/v1"
BRIEF = library()[0]


@pytest.fixture
def event(app):
    return make_event()


def bearer(person, *scopes):
    return {"Authorization": f"Bearer {make_api_token(person, *scopes)}"}


def send(client, event, text, person=None, **more):
    headers = bearer(person or make_member(make_organisation()))
    address = f"{API}/events/{event.slug}/challenges/import"
    return client.post(address, json={"toml": text, **more}, headers=headers)


def test_a_brief_goes_in_and_comes_out_again(app, client, event):
    person = make_member(make_organisation())
    made = send(client, event, write_brief(BRIEF), person)
    assert (made.status_code, made.json["phase"], made.json["title"]) == (
        201,
        "draft",
        BRIEF.title,
    )
    file = client.get(f"{API}/challenges/{made.json['id']}/brief", headers=bearer(person))
    assert file.mimetype == "application/toml"
    again, findings = read_brief(file.text)
    assert findings == ()
    assert again is not None
    assert replace(again, id=BRIEF.id) == BRIEF


def test_every_finding_has_its_line_and_its_key(app, client, event):
    good = write_brief(BRIEF)
    lines = good.splitlines()
    at = lines.index(f'theme = "{BRIEF.theme}"')
    lines[at] = 'theme = "magic"'
    lines.insert(at, 'colour = "red"')
    answer = send(client, event, "\n".join(lines))
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert (answer.json["code"], answer.json["field"]) == ("brief_broken", "toml")
    told = [(one["line"], one["field"], one["code"]) for one in answer.json["findings"]]
    assert told == [
        (2, "id", "id_theme"),
        (at + 1, "colour", "unknown_key"),
        (at + 2, "theme", "bad_word"),
    ]
    assert all(one["message"] for one in answer.json["findings"])
    assert db.session.query(Challenge).count() == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\n\nformat =", 4),
        ("format = 1\ntitle = [", 2),
        ("", 1),
        ("x" * 70_000, 1),
        ("a = '\ud800'", 1),
        ("\x00", 1),
    ],
)
def test_what_is_no_brief_at_all_is_placed_too(app, client, event, text, line):
    answer = send(client, event, text)
    assert (answer.status_code, answer.json["code"]) == (422, "brief_broken")
    assert answer.json["findings"][0]["line"] == line


def test_a_file_is_sent_as_text_and_for_an_organisation_of_ones_own(app, client, event):
    assert send(client, event, 7).status_code == 422
    assert send(client, event, None).status_code == 422
    other = encode_id(make_organisation().id)
    text = write_brief(BRIEF)
    refused = send(client, event, text, organisation_id=other)
    assert (refused.status_code, refused.json["code"]) == (403, "not_your_organisation")
    nobody = send(client, event, "broken", make_person())
    assert (nobody.status_code, nobody.json["code"]) == (403, "forbidden")


def test_a_draft_comes_out_for_its_own_people_only(app, client):
    draft = make_challenge(phase="draft")
    address = f"{API}/challenges/{encode_id(draft.id)}/brief"
    assert client.get(address, headers=bearer(draft.created_by)).status_code == 200
    assert client.get(address, headers=bearer(make_person())).status_code == 404
    assert client.get(address).status_code == 401


def test_a_token_that_only_reads_starts_nothing(app, client, event):
    headers = bearer(make_member(make_organisation()), "read")
    address = f"{API}/events/{event.slug}/challenges/import"
    answer = client.post(address, json={"toml": write_brief(BRIEF)}, headers=headers)
    assert answer.status_code == 403
