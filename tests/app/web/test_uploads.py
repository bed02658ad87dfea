"""Files that come in: written while nobody waits for the database, and gone again if refused."""

import pytest
import time_machine
from sqlalchemy import select

from app.core import files
from app.core.db import PENDING, db
from app.core.files import StoredFile, path_of
from app.core.ids import encode_id
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.proposals import make_proposal
from tests.regress.clamd import FakeClamd
from tests.regress.corpus import HONEST, pdf
from tests.regress.test_v66_uploads import ROUTES, files_of, to_api

KEEPING = [name for name, (_make, takes) in ROUTES.items() if takes]
VIRUS = pdf() + b"\n% EICAR\n%%EOF"


@pytest.fixture
def writes(app, monkeypatch):
    """Return for each file that is written whether a unit of work was open."""
    write, seen = files._write, []

    def watched(path, parts):
        seen.append(PENDING in db.session().info)
        return write(path, parts)

    monkeypatch.setattr(files, "_write", watched)
    return seen


@pytest.mark.parametrize("endpoint", KEEPING)
def test_the_bytes_are_written_before_the_unit_of_work(writes, browser, endpoint):
    make, takes = ROUTES[endpoint]
    send = make(browser)
    assert send(HONEST[takes[0]], takes[0]) < 400
    assert writes == [False]
    db.session.rollback()
    assert path_of(db.session.scalars(select(StoredFile)).one()).stat().st_size > 0


@pytest.mark.parametrize("endpoint", KEEPING)
def test_every_file_that_is_kept_was_shown_to_the_scanner(app, browser, monkeypatch, endpoint):
    make, takes = ROUTES[endpoint]
    infected = VIRUS if "plan.pdf" in takes else HONEST[takes[0]] + b"EICAR"
    send = make(browser)
    with FakeClamd() as scanner:
        monkeypatch.setitem(app.config, "CLAMD", f"127.0.0.1:{scanner.port}")
        assert send(infected, "plan.pdf") == 422
        assert len(scanner.seen) == 1


def test_what_is_refused_after_it_was_written_is_gone_again(app, writes, browser):
    challenge = make_challenge()
    proposal = make_proposal(challenge)
    send = to_api(browser, proposal.created_by, "POST", f"proposals/{encode_id(proposal.id)}/files")
    before = files_of(app)
    with time_machine.travel(deadline_of(challenge)):
        assert send(pdf(), "late.pdf") == 409
    assert (writes, files_of(app)) == ([False], before)
