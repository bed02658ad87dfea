"""Files in blind rounds: copies are made by the worker, and the server decides what is served."""

from typing import Any

import pytest

from app.core import jobs
from app.core.content import PDF
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.files import StoredFile, store_bytes
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.juries.facts import RoundChanged
from app.juries.models import BlindFile, JudgingRound
from app.juries.queries.copies import list_blind_files, list_lacking_copies
from app.juries.services.copying import COPY_MISSING, answer_copy
from app.juries.subscribers import copy_for_the_round
from app.proposals.models import Proposal, ProposalFile
from tests.api.program import Program
from tests.app.juries.scene import make_scene
from tests.app.juries.test_cleaning import a_pdf
from tests.client import Browser
from tests.factories.juries import make_assignment, make_round
from tests.worker import run_jobs


def filed(text="The kit listens.", blindness="blind", data=None, kind=PDF):
    """Make a round with one proposal that has a file, assigned to a juror."""
    scene = make_scene(jurors=1)
    made = make_round(scene.challenge)
    with unit_of_work():
        db.session.get_one(JudgingRound, made.id).blindness = blindness
        proposal = db.session.get_one(Proposal, scene.proposals[0].id)
        proposal.organisation.name = "Frezmind Sp. z o.o."
        stored = store_bytes(data or a_pdf(text), "Frezmind.pdf", kind)
        db.session.flush()
        db.session.add(ProposalFile(proposal_id=proposal.id, file_id=stored.id))
    return scene, make_assignment(scene.jurors[0], scene.proposals[0])


def copy(scene):
    """Have the worker make what is missing, as after a change of the round."""
    ids = {"event_id": scene.event.id, "challenge_id": scene.challenge.id}
    with unit_of_work():
        copy_for_the_round(RoundChanged(actor_id=None, round_id=1, **ids))
    run_jobs()
    db.session.expire_all()
    return list_blind_files(scene.proposals[0].id)


def files_of(browser, page):
    """Return the files that scripts are told of."""
    answered: Any = browser.get(f"{page}/draft").json
    return answered["files"]


def answer(scene, state, actor=None):
    with unit_of_work():
        (one,) = db.session.query(BlindFile)
        key = scene.proposals[0].id
        return answer_copy(actor or scene.lead, scene.challenge, key, one.id, state)


def test_a_juror_gets_the_copy_once_it_is_made_and_never_the_original(app):
    scene, assignment = filed()
    browser = Browser(app).sign_in(scene.jurors[0].person)
    page = f"/jury/{encode_id(assignment.id)}"
    original = db.session.query(ProposalFile).one().file_id
    assert "being prepared" in browser.get(page).text
    assert files_of(browser, page) == []
    (shown,) = copy(scene)
    assert (shown.state, shown.file.filename) == ("ready", "document-1.pdf")
    text = browser.get(page).text
    assert ("document-1.pdf" in text, "Frezmind" in text) == (True, False)
    (path,) = files_of(browser, page)
    got = browser.get(path)
    assert (got.status_code, b"Frezmind" in got.data) == (200, False)
    assert "document-1.pdf" in got.headers["Content-Disposition"]
    assert browser.get(f"{page}/files/{encode_id(original)}").status_code == 404
    assert len(copy(scene)) == db.session.query(BlindFile).count() == 1


def test_a_copy_that_names_who_proposes_waits_for_an_organiser(app):
    scene, assignment = filed("Frezmind listens.")
    (shown,) = copy(scene)
    assert (shown.state, shown.reason, shown.file) == ("withheld", "names", None)
    browser = Browser(app).sign_in(scene.jurors[0].person)
    path = f"/jury/{encode_id(assignment.id)}"
    assert "withheld: it may name who proposes" in browser.get(path).text
    served = f"{path}/files/{encode_id(shown.copy.file_id)}"
    assert browser.get(served).status_code == 404
    with pytest.raises(Forbidden):
        answer(scene, "ready", scene.juror())
    answer(scene, "ready")
    assert browser.get(served).status_code == 200
    answer(scene, "withheld")
    assert browser.get(served).status_code == 404


def test_what_cannot_be_copied_is_withheld_for_good(app):
    scene, _assignment = filed(data=b"%PDF-1.7 nothing")
    (shown,) = copy(scene)
    assert (shown.state, shown.reason, shown.copy.file_id) == ("withheld", "broken", None)
    with pytest.raises(Conflict, match="copy_impossible"):
        answer(scene, "ready")
    with pytest.raises(NotFound), unit_of_work():
        answer_copy(scene.lead, scene.challenge, scene.proposals[0].id, 1, "ready")


def test_what_nothing_asked_for_is_copied_in_the_night_of_blind_rounds_alone(app):
    blind, open_one = filed()[0], filed(blindness="open")[0]
    jobs.tasks()[COPY_MISSING]()
    run_jobs()
    shown = [list_blind_files(one.proposals[0].id)[0].state for one in (blind, open_one)]
    assert shown == ["ready", "preparing"]
    assert list_lacking_copies() == []


def test_no_table_of_copies_is_shown_where_no_round_is_blind(app):
    for blindness, is_shown in (("blind", True), ("open", False)):
        scene, _assignment = filed(blindness=blindness)
        where = f"{encode_id(scene.challenge.id)}/redactions/{encode_id(scene.proposals[0].id)}"
        browser = Browser(app).sign_in(scene.organiser)
        page = browser.get(f"/manage/{scene.event.slug}/jury/{where}").text
        assert ("being prepared" in page) is is_shown


def test_an_open_round_serves_originals_and_copies_nothing(app):
    scene, assignment = filed(blindness="open")
    (shown,) = copy(scene)
    assert (shown.state, db.session.query(BlindFile).count()) == ("preparing", 0)
    browser = Browser(app).sign_in(scene.jurors[0].person)
    assert "Frezmind.pdf" in browser.get(f"/jury/{encode_id(assignment.id)}").text


def test_organisers_release_and_withhold_on_a_page_and_by_programs(app):
    scene, _assignment = filed("Frezmind listens.")
    (shown,) = copy(scene)
    ids = (encode_id(scene.challenge.id), encode_id(scene.proposals[0].id))
    ref = encode_id(shown.copy.id)
    page = f"/manage/{scene.event.slug}/jury/{ids[0]}/redactions/{ids[1]}"
    browser = Browser(app).sign_in(scene.organiser)
    assert "Release to jurors" in browser.get(page).text
    browser.post(f"{page}/files/{ref}", {"state": "ready"}, page=page)
    assert "jurors can read it" in browser.get(page).text
    program = Program.of(app.test_client(), scene.organiser)
    path = f"/challenges/{ids[0]}/proposals/{ids[1]}/copies"
    (item,) = program.get(path)["items"]
    assert (item["id"], item["state"], item["filename"]) == (ref, "ready", "Frezmind.pdf")
    assert program.put(f"{path}/{ref}", {"state": "withheld"})["state"] == "withheld"


def test_the_originals_stay_as_they_are(app):
    scene, _assignment = filed()
    (before,) = db.session.query(StoredFile.id, StoredFile.sha256).all()
    copy(scene)
    after = dict(iter(db.session.query(StoredFile.id, StoredFile.sha256)))
    assert (after[before.id], len(after)) == (before.sha256, 2)
