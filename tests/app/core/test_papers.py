"""Papers: each edition is made once, from what was given when it was asked for, and then kept."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier

import pytest
from sqlalchemy import select

from app.core import jobs, papers
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.files import path_of
from app.core.jobs import FailedJob
from app.core.papers import Paper, Printed
from app.core.uow import unit_of_work
from tests.concurrency.workers import let_leases_end
from tests.worker import let_time_pass, run_jobs

KIND = "test_note"
printing: list[int] = []


@papers.prints(KIND)
def print_note(paper: Paper) -> Printed:
    """Print what is given; one that is to break does."""
    printing.append(paper.edition)
    if paper.given.get("breaks") and len(printing) <= paper.given["breaks"]:
        raise ValueError("out of ink")
    return Printed(b"%PDF-1.7 " + str(paper.given).encode(), "note.pdf")


@pytest.fixture(autouse=True)
def _fresh():
    printing.clear()


def ask(**given):
    with unit_of_work():
        return papers.ask_paper(KIND, 7, given, language="en").id


def bytes_of(edition=None):
    return path_of(papers.file_of(papers.list_papers(KIND, 7), edition)).read_bytes()


def test_the_same_is_asked_for_once_and_anything_else_is_the_next_edition(app):
    first = ask(signatures=0)
    assert ask(signatures=0) == first
    with pytest.raises(Conflict, match="paper_not_made"):
        bytes_of()
    run_jobs()
    kept = bytes_of()
    ask(signatures=1)
    assert bytes_of() == kept  # the latest that is made, until the next one is
    run_jobs()
    assert [one.edition for one in papers.list_papers(KIND, 7)] == [2, 1]
    assert b"'signatures': 1" in bytes_of()
    assert bytes_of(1) == kept
    assert papers.list_papers(KIND, 7)[1].sha256 == sha256(kept).hexdigest()
    with pytest.raises(NotFound):
        bytes_of(3)
    with pytest.raises(LookupError):
        papers.ask_paper("unheard_of", 7, {}, language="en")


def test_what_is_made_is_never_made_again(app):
    paper_id = ask(signatures=0)
    papers.make_paper(paper_id)
    kept = bytes_of()
    papers.make_paper(paper_id)
    run_jobs()
    assert (bytes_of(), printing) == (kept, [1])


def test_of_two_workers_that_print_one_at_once_one_keeps_its_bytes(app):
    """Both print, for neither waits for the other; the guarded update lets one of them record."""
    paper_id, barrier = ask(meet=True), Barrier(2)
    before = papers._printers[KIND]

    def meet(paper):
        barrier.wait()
        return before(paper)

    def work(_number):
        with app.app_context():
            try:
                papers.make_paper(paper_id)
            except Conflict as error:
                return error.code
            return "made"

    papers._printers[KIND] = meet
    try:
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(work, range(2))) == ["made", "paper_made_already"]
    finally:
        papers._printers[KIND] = before
    db.session.rollback()
    assert printing == [1, 1]
    assert db.session.get_one(Paper, paper_id).state == "made"


def test_one_that_cannot_be_made_has_failed_until_an_operator_has_it_tried_again(app):
    paper_id = ask(breaks=1)
    with unit_of_work():
        jobs.tell_given_up(papers.MAKE_PAPER, "out of ink", {"paper_id": paper_id})
    assert db.session.get_one(Paper, paper_id).state == "failed"
    with unit_of_work():
        failed = FailedJob(
            task=papers.MAKE_PAPER, arguments={"paper_id": paper_id}, attempts=8, error="out of ink"
        )
        db.session.add(failed)
    with unit_of_work():
        jobs.retry(db.session.scalars(select(FailedJob)).one())
    assert db.session.get_one(Paper, paper_id).state == "waiting"
    run_jobs(may_fail=True)
    let_leases_end(app)
    let_time_pass()
    run_jobs()
    db.session.expire_all()
    assert db.session.get_one(Paper, paper_id).state == "made"


def test_every_night_what_has_no_paper_is_asked_for(app):
    asked = []
    papers.asks_for_missing(lambda: asked.append(ask_again()))
    try:
        papers.ask_for_papers()
    finally:
        papers._missing.pop()
    run_jobs()
    assert [one.state for one in papers.list_papers(KIND, 7)] == ["made"]


def ask_again():
    return papers.ask_paper(KIND, 7, {"old": True}, language="en").id
