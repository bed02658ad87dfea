"""Rows 2 and 13 (pretix, HotCRP): any author downloaded any file, given its id."""

import itertools

from app.core.content import CheckedFile
from app.core.files import place
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.proposals.services import writing
from tests.api.program import Program
from tests.client import Browser
from tests.factories.challenges import make_challenge
from tests.factories.documents import make_file
from tests.factories.proposals import make_proposal

CANARY = b"\x89PNG zzcanary"


def add_file(proposal):
    placed = place(CheckedFile(CANARY, "plan.png", "image/png"))
    with unit_of_work():
        return writing.add_file(actor_for(proposal.created_by), proposal.id, placed).file_id


def test_an_author_gets_their_own_file_and_no_other_by_any_address(app):
    challenge = make_challenge()
    own, other = make_proposal(challenge), make_proposal(challenge)
    mine, theirs = add_file(own), add_file(other)
    document = make_file(challenge, CANARY, "secret.png", "image/png", "closed")
    browser = Browser(app).sign_in(own.created_by)
    program = Program.of(app.test_client(), own.created_by)
    ids = [encode_id(one) for one in (own.id, other.id, challenge.id, document.id)]
    files = [encode_id(one) for one in (mine, theirs, document.id, document.file_id)]
    forms = (
        "/proposals/{}/files/{}",
        "/jury/{}/files/{}",
        "/work/{}/file?{}",
        "/challenges/{}/documents/{}",
        "/challenges/{}/documents/{}/file",
    )
    got = set()
    for form, thing, file in itertools.product(forms, ids, files):
        path = form.format(thing, file)
        for answer in (browser.get(path), program.send("GET", path)):
            if CANARY in answer.data:
                got.add(path)
    assert got == {f"/proposals/{ids[0]}/files/{files[0]}"}
