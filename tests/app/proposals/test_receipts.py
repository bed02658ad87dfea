"""The receipt on paper: for its authors, with the mail, and for nobody else."""

import email
from email import policy

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.notifications.attachments import make, receipt_of
from app.proposals.models import Submission
from app.proposals.presentation import receipt_pdf
from app.proposals.queries import find_submission
from app.proposals.services import submitting, writing
from tests.access.looking import text_of
from tests.client import Browser
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_person
from tests.factories.proposals import make_proposal
from tests.worker import run_jobs


@pytest.fixture
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    return tmp_path


def handed_in(**values):
    proposal = make_proposal(make_challenge(), **values)
    with unit_of_work():
        submitting.submit_proposal(actor_for(proposal.created_by), proposal.id)
    return proposal


def test_it_says_what_arrived_when(app):
    proposal = handed_in(title="Smart <b>defrost</b>")
    submission = find_submission(proposal.id, 1)
    said = " ".join(text_of(receipt_pdf(submission, "en")).split())
    at = submission.submitted_at
    for words in (
        "Receipt Smart <b>defrost</b>",
        f"{at:%Y-%m-%d %H:%M:%S} UTC",
        proposal.organisation.name,
        "Fifteen per cent less energy in chilled storage",
        "The last version that arrives before the deadline counts",
    ):
        assert words in said
    assert submission.sha256 in said.replace(" ", "")


def test_it_is_for_those_who_may_read_the_proposal(app):
    proposal = handed_in()
    address = f"/proposals/{encode_id(proposal.id)}/receipt/1.pdf"
    author = Browser(app).sign_in(proposal.created_by)
    answer = author.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "private" in answer.headers["Cache-Control"]
    assert author.get(address.replace("1.pdf", "2.pdf")).status_code == 404
    assert Browser(app).sign_in(make_person()).get(address).status_code == 404
    assert app.test_client().get(address).location == "/sign-in"


def test_the_mail_brings_the_receipt_of_its_version(app, folder):
    proposal = handed_in()
    author = actor_for(proposal.created_by)
    with unit_of_work():
        writing.save_proposal(author, proposal.id, version=1, values={"title": "Better"})
        submitting.submit_proposal(author, proposal.id)
    run_jobs()
    hashes = {one.number: one.sha256 for one in db.session.query(Submission)}
    named = {}
    for path in folder.glob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        (attached,) = mail.iter_attachments()
        assert attached.get_content_type() == "application/pdf"
        named[str(attached.get_filename())] = "".join(text_of(attached.get_content()).split())
        assert "The receipt is attached as a PDF." in mail.get_body(("plain",)).get_content()
    assert sorted(named) == ["receipt-version-1.pdf", "receipt-version-2.pdf"]
    assert hashes[1] in named["receipt-version-1.pdf"]
    assert hashes[2] in named["receipt-version-2.pdf"]


def test_what_has_gone_is_not_attached(app):
    assert make(None) == ()
    assert make(receipt_of(5, 1, "en")) == ()
