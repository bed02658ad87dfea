"""An applicant file on its page, in a proposal's pages, and for programs."""

import io

import pytest

from app.applicants import queries
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Proposal
from app.proposals.services import submitting, writing
from tests.factories.applicants import attach, make_applicant_file
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_api_token, make_member, make_organisation
from tests.factories.proposals import make_proposal
from tests.regress.corpus import pdf


@pytest.fixture
def home(app):
    return make_organisation(name="Frost")


@pytest.fixture
def person(home):
    return make_member(home)


@pytest.fixture
def path(home):
    return f"/organisations/{encode_id(home.id)}/applicant-file"


def test_a_member_writes_the_file_and_sees_what_is_missing(home, person, path, browser):
    browser.sign_in(person)
    page = browser.get(path).text
    assert "0 of 6" in page
    said = {"pitch": "Cold stays cold", "ip_status": "granted", "has_rights": "1", "version": "0"}
    assert browser.post(path, said).location == path
    page = browser.get(path).text
    assert "Cold stays cold" in page
    assert "3 of 6" in page
    assert "References" in page
    assert queries.find_file(home.id).rights_declared_by_id == person.id


def test_a_file_is_attached_shown_and_removed(home, person, path, browser):
    browser.sign_in(person)
    sent = {"version": "0", "file": (io.BytesIO(pdf()), "deck.pdf")}
    assert browser.post(path, sent, content_type="multipart/form-data").status_code == 302
    (entry,) = queries.list_attachments(home.id)
    assert "deck.pdf" in browser.get(path).text
    stored = browser.get(f"{path}/files/{encode_id(entry.id)}")
    assert stored.headers["Content-Disposition"].startswith("attachment")
    removed = {"version": "1", "remove_file": encode_id(entry.id)}
    assert browser.post(path, removed).status_code == 302
    assert queries.list_attachments(home.id) == []


def test_a_refused_file_keeps_what_was_typed(home, person, path, browser):
    browser.sign_in(person)
    sent = {"version": "0", "pitch": "Kept", "file": (io.BytesIO(b"MZ"), "deck.exe")}
    page = browser.post(path, sent, content_type="multipart/form-data")
    assert page.status_code == 422
    assert 'name="version" value="1"' in page.text
    assert queries.find_file(home.id).pitch == "Kept"


def autosave(browser, path, pitch):
    return browser.post(f"{path}/autosave", {"pitch": pitch, "version": "0"}, page=path)


def test_autosave_answers_with_the_version_and_a_second_tab_is_told(home, person, path, browser):
    browser.sign_in(person)
    assert autosave(browser, path, "One").json == {"version": 1}
    late = autosave(browser, path, "Two")
    assert late.status_code == 409
    assert queries.find_file(home.id).pitch == "One"


def test_nobody_else_opens_the_page(home, person, path, browser):
    make_applicant_file(home)
    browser.sign_in(make_member(make_organisation()))
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"version": "1"}, page="/organisations/new").status_code == 404


def test_a_proposal_says_that_the_file_changed_and_takes_it_over(home, person, browser):
    proposal = make_proposal(organisation_id=home.id, created_by_id=person.id)
    make_applicant_file(home)
    attach(home, person)
    browser.sign_in(person)
    place = f"/proposals/{encode_id(proposal.id)}"
    for page in ("", "/edit", "/check"):
        assert "file changed" in browser.get(place + page).text
    taken = browser.post(f"{place}/applicant-file", {"version": "1"}, page=f"{place}/edit")
    assert taken.location == f"{place}/edit"
    for page in ("", "/edit", "/check"):
        shown = browser.get(place + page).text
        assert "file changed" not in shown
        assert "We keep cold stores cold" in shown
        assert "deck.pdf" in shown
    again = browser.post(f"{place}/applicant-file", {"version": "1"}, page=f"{place}/edit")
    assert again.status_code == 302
    assert "changed meanwhile" in browser.get(f"{place}/edit").text


def test_the_owner_reads_the_copy_that_was_submitted_and_not_the_file(home, person, browser):
    challenge = make_challenge()
    file = make_applicant_file(home)
    proposal = make_proposal(challenge, organisation_id=home.id, created_by_id=person.id)
    with unit_of_work():
        writing.take_applicant_file(actor_for(person), proposal.id, version=1)
        submitting.submit_proposal(actor_for(person), proposal.id)
    with unit_of_work():
        file.pitch = "Changed since"
        challenge.phase = "closed"
    browser.sign_in(challenge.created_by)
    shown = browser.get(f"/proposals/{encode_id(proposal.id)}").text
    assert "We keep cold stores cold" in shown
    assert "Changed since" not in shown
    receipt = browser.get(f"/proposals/{encode_id(proposal.id)}/receipt").text
    assert "Nine cold stores in three countries." in receipt


def test_programs_read_write_and_take_over(home, person, path, client):
    proposal = make_proposal(organisation_id=home.id, created_by_id=person.id)
    head = {"Authorization": f"Bearer {make_api_token(person, 'read', 'write')}"}
    api = f"/api/v1{path}"
    assert client.get(api, headers=head).json["version"] == 0
    said = {"version": 0, "pitch": "By program", "has_rights": True}
    saved = client.patch(api, json=said, headers=head).json
    assert (saved["version"], saved["pitch"]) == (1, "By program")
    assert saved["missing"] == ["about", "team", "track_record", "ip_status"]
    assert client.patch(api, json=said, headers=head).status_code == 409
    assert client.patch(api, json={"version": 1, "id": 3}, headers=head).status_code == 422
    sent = {"file": (io.BytesIO(pdf()), "deck.pdf")}
    added = client.post(f"{api}/files", data=sent, headers=head)
    assert added.status_code == 201
    assert client.get(f"{api}/files/{added.json['id']}", headers=head).status_code == 200
    place = f"/api/v1/proposals/{encode_id(proposal.id)}"
    taken = client.post(f"{place}/applicant-file", json={"version": 1}, headers=head).json
    assert taken["applicant"]["pitch"] == "By program"
    assert [one["name"] for one in taken["files"]] == ["deck.pdf"]
    assert client.delete(f"{api}/files/{added.json['id']}", headers=head).status_code == 204
    assert client.get(api, headers=head).json["files"] == []
    assert db.session.get_one(Proposal, proposal.id).version == 2
