"""Rows 24 and 27 (WeasyPrint and others): words of people fetched addresses from a PDF."""

import io

import pikepdf
import pytest

from app.core.db import db
from app.core.pdf import OwnFilesOnly
from app.events.policies import Fence
from app.proposals.models import Submission
from app.proposals.presentation import proposal_pdf, receipt_pdf
from app.proposals.queries import list_packed
from tests.access.looking import text_of
from tests.factories.challenges import make_challenge
from tests.factories.proposals import make_submitted_proposal

CANARY = "http://127.0.0.1:9/zzcanary"
HOSTILE = f'<img src="{CANARY}"><link rel=attachment href="file:///etc/passwd">'


@pytest.fixture
def fetched(monkeypatch):
    """Return the addresses that are asked for while a PDF is made."""
    fetch, seen = OwnFilesOnly.fetch, []

    def watched(self, url, headers=None):
        seen.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(OwnFilesOnly, "fetch", watched)
    return seen


@pytest.fixture
def version(app):
    said = {"title": HOSTILE[:160], "summary": HOSTILE, "partners": HOSTILE}
    answers = {"solution": HOSTILE, "plan": HOSTILE}
    proposal = make_submitted_proposal(make_challenge(), answers=answers, **said)
    return db.session.query(Submission).filter_by(proposal_id=proposal.id).one()


def papers(version):
    packed = list_packed(version.proposal.challenge_id, Fence(None), for_owner=False)
    challenge = dict.fromkeys(("id", "title", "owner", "event", "exported_at"), HOSTILE)
    yield receipt_pdf(version, "en")
    yield proposal_pdf(packed[0], challenge | {"timezone": "UTC"}, HOSTILE, "en")


def test_words_stay_words_and_nothing_is_fetched_or_attached(version, fetched):
    for paper in papers(version):
        with pikepdf.open(io.BytesIO(paper)) as pdf:
            assert not pdf.attachments
        assert "zzcanary" in text_of(paper).replace("\n", "")
    assert fetched
    assert [one for one in fetched if not one.startswith("app:")] == []
