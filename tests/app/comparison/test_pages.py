"""The owner's pages and the same through the API."""

import io
import zipfile

import pytest

from app.comparison.models import ProposalMark, ProposalNote
from app.comparison.services import mark_proposal, save_note
from app.core.db import db
from app.core.files import path_of
from app.core.ids import encode_id
from app.core.work import Work
from app.identity.models import Person
from tests.api.program import Program
from tests.app.comparison.test_services import Scene, kept, strangers
from tests.client import Browser
from tests.worker import run_jobs


@pytest.fixture
def scene(app):
    return Scene()


@pytest.fixture
def owner(app, scene):
    return Browser(app).sign_in(scene.boss)


def compare(scene, *numbers):
    wanted = "&".join(f"proposal={encode_id(scene.proposals[n].id)}" for n in numbers)
    return f"/challenges/{encode_id(scene.challenge.id)}/compare?{wanted}"


def note_of(scene, n):
    return {"act": "note", "about": encode_id(scene.proposals[n].id), "version": "0"}


def test_from_the_challenge_to_the_list_to_three_side_by_side(scene, owner):
    own = f"/challenges/{encode_id(scene.challenge.id)}"
    assert f"{own}/received" in owner.get(own).text
    listed = owner.get(f"{own}/received").text
    assert all(name in listed for name in ("Akmuo", "Drganie", "Frezmind"))
    page = owner.get(compare(scene, 0, 1, 2)).text
    assert "A controller that learns the door openings." in page
    assert page.count("Your solution") == 1
    assert page.count('class="is-shown"') == page.count("beside__line ") + 1


def test_without_a_script_marks_and_notes_are_kept_by_the_page(scene, owner):
    here = compare(scene, 0, 1)
    about = encode_id(scene.proposals[1].id)
    marked = owner.post(here, {"act": "mark", "about": about, "mark": "keep"})
    assert marked.status_code == 302
    assert f"show={about}" in marked.location
    owner.post(here, note_of(scene, 1) | {"text": "Ask for the *plant*"})
    assert [one.mark for one in db.session.query(ProposalMark)] == ["keep"]
    page = owner.get(here).text
    assert "Ask for the *plant*</textarea>" in page
    read = owner.get(f"/proposals/{about}").text
    assert "For your organisation only" in read
    assert "Ask for the <em>plant</em>" in read
    owner.post(here, {"act": "mark", "about": about, "mark": ""})
    assert db.session.query(ProposalMark).count() == 0


def test_a_refused_note_is_not_lost(scene, owner):
    kept(save_note, scene.owner, scene.proposals[0].id, "Mine", version=0)
    refused = owner.post(compare(scene, 0, 1), note_of(scene, 0) | {"text": "From another window"})
    assert refused.status_code == 409
    assert "From another window</textarea>" in refused.text
    too_long = owner.post(compare(scene, 0, 1), note_of(scene, 1) | {"text": "a" * 4001})
    assert too_long.status_code == 422
    assert "At most 4000 characters." in too_long.text


def test_a_note_saves_itself(scene, owner):
    address = f"/proposals/{encode_id(scene.proposals[0].id)}/note/autosave"
    page = compare(scene, 0, 1)
    saved = owner.post(address, {"text": "First", "version": "0"}, page=page)
    assert saved.json == {"version": 1}
    assert owner.post(address, {"text": "Second", "version": "1"}, page=page).json["version"] == 2
    assert owner.post(address, {"text": "Late", "version": "1"}, page=page).status_code == 409
    assert [one.text for one in db.session.query(ProposalNote)] == ["Second"]


@pytest.mark.parametrize("numbers", [(), (0, 1, 2, 0)])
def test_nobody_gets_lost_between_the_list_and_the_comparison(scene, owner, numbers):
    more = "&".join(f"proposal={encode_id(n)}" for n in range(1, 4)) if numbers else ""
    answer = owner.get(compare(scene, *numbers) + ("&" + more if more else ""))
    assert answer.status_code == 302
    assert answer.location.endswith("/received")


def test_nobody_else_opens_the_list_or_sees_a_mark(app, scene):
    kept(mark_proposal, scene.owner, scene.proposals[0].id, "keep")
    kept(save_note, scene.owner, scene.proposals[0].id, "Canary", version=0)
    own = f"/challenges/{encode_id(scene.challenge.id)}"
    for who, actor in strangers(scene):
        person = db.session.get(Person, actor.person_id)
        browser = Browser(app).sign_in(person)
        assert browser.get(f"{own}/received").status_code == 404, who
        assert browser.get(compare(scene, 0)).status_code == 404, who
        assert "/received" not in browser.get(own).text, who
        read = browser.get(f"/proposals/{encode_id(scene.proposals[0].id)}").text
        assert "Canary" not in read, who
        assert "For your organisation only" not in read, who


def test_a_program_lists_marks_and_notes(client, scene):
    program = Program.of(client, scene.boss)
    own = f"/proposals/{encode_id(scene.proposals[0].id)}"
    assert program.put(f"{own}/mark", {"mark": "maybe"})["mark"] == "maybe"
    note = program.put(f"{own}/note", {"text": "Cheap", "version": 0})
    assert (note["author"], note["version"]) == ("Katrin Weißmüller", 1)
    assert program.get(f"{own}/notes")["items"] == [note]
    listed = program.get(f"/challenges/{encode_id(scene.challenge.id)}/received")
    found = {one["proposal"]["title"]: (one["mark"], one["notes"]) for one in listed["items"]}
    assert found == {"Akmuo": ("maybe", 1), "Drganie": (None, 0), "Frezmind": (None, 0)}
    assert program.put(f"{own}/mark", {"mark": None})["mark"] is None
    refused = program.send("PUT", f"{own}/mark", json={"mark": "perhaps"})
    assert refused.status_code == 422


def archive_of(app, person, challenge):
    browser = Browser(app).sign_in(person)
    assert (
        browser.post(f"/challenges/{encode_id(challenge.id)}/proposals/export").status_code == 302
    )
    run_jobs(app)
    made = db.session.query(Work).filter_by(requested_by_id=person.id).one()
    return zipfile.ZipFile(io.BytesIO(path_of(made.file).read_bytes()))


def test_the_owners_archive_holds_the_notes_and_the_leads_does_not(app, scene):
    kept(save_note, scene.owner, scene.proposals[0].id, "Canary", version=0)
    archive = archive_of(app, scene.boss, scene.challenge)
    assert "Canary" in archive.read("own-notes.csv").decode()
    lead = next(actor for who, actor in strangers(scene) if who == "lead")
    other = archive_of(app, db.session.get(Person, lead.person_id), scene.challenge)
    assert "own-notes.csv" not in other.namelist()
    assert all(b"Canary" not in other.read(name) for name in other.namelist())
