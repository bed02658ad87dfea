"""After the deadline the owner's people read what was handed in, and no rival does, by any way."""

import pytest

from app.core.db import db
from app.core.files import store_checked
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.models import Person
from app.proposals.models import ProposalFile, Submission
from app.proposals.rules import content_digest, content_of
from app.proposals.services.writing import check_upload
from tests.api.program import Program
from tests.app.comparison.test_services import Scene, strangers
from tests.client import Browser
from tests.journeys.proposing import small_pdf

OWN = ("owner", "lead", "author")


@pytest.fixture
def scene(app):
    made = Scene()
    proposal = made.proposals[0]
    with unit_of_work():
        stored = store_checked(check_upload(small_pdf(), "deck.pdf"))
        db.session.flush()
        db.session.add(ProposalFile(proposal_id=proposal.id, file_id=stored.id))
        submission = db.session.query(Submission).filter_by(proposal_id=proposal.id).one()
        content = content_of(proposal, made.challenge.questions, [stored])
        submission.content, submission.sha256 = content, content_digest(content)
        made.file_id = stored.id
    return made


def ways(scene):
    """Every address under which something of the first proposal is read."""
    own, file = encode_id(scene.proposals[0].id), encode_id(scene.file_id)
    for place in ("", f"/files/{file}", "/receipt", "/receipt/1.json", "/receipt/1.pdf"):
        yield f"/proposals/{own}{place}"
    yield f"/challenges/{encode_id(scene.challenge.id)}/proposals/export"


def programs_ways(scene):
    own, file = encode_id(scene.proposals[0].id), encode_id(scene.file_id)
    for place in ("", f"/files/{file}", "/receipt", "/receipt.pdf"):
        yield f"/proposals/{own}{place}"


def readers(scene):
    yield "owner", scene.boss
    for who, actor in strangers(scene):
        yield who, db.session.get(Person, actor.person_id)


def test_the_owner_reads_by_every_way_and_rivals_by_none(app, client, scene):
    for who, person in readers(scene):
        browser, program = Browser(app).sign_in(person), Program.of(client, person)
        pages = {browser.get(way).status_code for way in list(ways(scene))[:5]}
        answers = {program.send("GET", way).status_code for way in programs_ways(scene)}
        allowed = who in OWN
        assert pages == ({200} if allowed else {404}), who
        assert answers == ({200} if allowed else {404}), who
        export = browser.get(list(ways(scene))[5]).status_code
        assert (export == 200) is (who in ("owner", "lead", "co-organiser")), who


def test_before_the_deadline_the_owner_reads_nothing(app, client):
    open_one = Scene(phase="published")
    browser = Browser(app).sign_in(open_one.boss)
    assert {browser.get(way).status_code for way in list(ways(open_one))[:5]} == {404}
    assert browser.get(list(ways(open_one))[5]).status_code == 403
    program = Program.of(client, open_one.boss)
    assert {program.send("GET", way).status_code for way in programs_ways(open_one)} == {404}
