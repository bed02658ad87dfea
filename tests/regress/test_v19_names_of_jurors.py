"""Row 19 (OJS): names of reviewers stood in pages, mails, the log and the metadata of files."""

import io

import pikepdf

from app.core.db import db
from app.proposals.models import Submission
from app.proposals.presentation import receipt_pdf
from tests.regress.judged import JUROR, Judged


def test_nothing_that_an_author_gets_names_a_juror(app):
    judged = Judged()
    judged.rename(JUROR, JUROR)
    emails = [one.person.email for one in judged.scene.jurors]
    judged.decide()
    got = judged.got(app)
    assert any("Word 0" in page or "Well done" in page for page in got.values())
    for path, page in got.items():
        for word in (JUROR, *emails):
            assert word not in page, path


def test_a_receipt_names_no_person_as_its_author(app):
    judged = Judged()
    version = db.session.query(Submission).filter_by(proposal_id=judged.proposal.id).one()
    with pikepdf.open(io.BytesIO(receipt_pdf(version, "en"))) as pdf:
        assert "/Author" not in pdf.docinfo
        assert "dc:creator" not in pdf.open_metadata()
