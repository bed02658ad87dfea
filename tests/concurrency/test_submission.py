"""Many hands on one proposal, and the deadline passing between them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from app.challenges.models import Challenge
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.uow import in_unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Proposal, Submission
from app.proposals.rules import content_digest
from app.proposals.services import submitting, writing
from tests.factories.challenges import make_challenge
from tests.factories.proposals import make_proposal

pytestmark = pytest.mark.slow

THREADS = 8


def at_once(app, work: Callable[[int], object], times: int = THREADS) -> list[object]:
    """Do something in as many threads, all let go together; what each got or was refused with."""
    barrier = Barrier(times)

    def one(number: int) -> object:
        with app.app_context():
            barrier.wait()
            try:
                return in_unit_of_work(lambda: work(number))
            except DomainError as error:
                return error.code

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def authors(proposal: Proposal) -> tuple[Actor, int]:
    return actor_for(proposal.created_by), proposal.id


def numbers(proposal_id: int) -> list[int]:
    db.session.rollback()
    query = select(Submission.number).where(Submission.proposal_id == proposal_id)
    return list(db.session.scalars(query.order_by(Submission.number)))


def test_a_double_click_makes_one_version(app):
    actor, proposal_id = authors(make_proposal())
    done = at_once(app, lambda _: submitting.submit_proposal(actor, proposal_id).sha256)
    assert len(set(done)) == 1
    assert numbers(proposal_id) == [1]


def test_without_the_lock_the_unique_number_still_refuses_a_second_first_version(app):
    """The control: reading, then writing without the lock makes all but one lose at the end."""
    actor, proposal_id = authors(make_proposal())
    reading = Barrier(THREADS)

    def submit_unguarded(_number: int) -> str:
        with app.app_context():
            proposal = db.session.get(Proposal, proposal_id)
            assert proposal is not None
            content = submitting.frozen_content(proposal)
            number = (db.session.scalar(select(func.max(Submission.number))) or 0) + 1
            db.session.rollback()
        reading.wait()

        def insert() -> None:
            db.session.add(
                Submission(
                    proposal_id=proposal_id,
                    number=number,
                    submitted_at=clock.now(),
                    submitted_by_id=actor.person_id,
                    content=content,
                    sha256=content_digest(content),
                )
            )

        with app.app_context():
            try:
                in_unit_of_work(insert)
            except Conflict as error:
                return error.code
        return "first"

    with ThreadPoolExecutor(THREADS) as pool:
        done = sorted(pool.map(submit_unguarded, range(THREADS)))
    assert done == ["first"] + ["submitted_meanwhile"] * (THREADS - 1)
    assert numbers(proposal_id) == [1]


def test_of_two_who_save_over_the_same_version_one_is_told(app):
    actor, proposal_id = authors(make_proposal())

    def save(number: int) -> str:
        values = {"title": f"Title {number}"}
        return writing.save_proposal(actor, proposal_id, version=1, values=values).title

    done = at_once(app, save)
    assert done.count("changed_meanwhile") == THREADS - 1
    db.session.rollback()
    proposal = db.session.get_one(Proposal, proposal_id)
    assert proposal.title in done
    assert proposal.version == 2


def test_while_the_deadline_passes_nobody_is_late_and_nobody_is_lost(app):
    challenge = make_challenge()
    waiting = [authors(make_proposal(challenge)) for _ in range(THREADS * 3)]
    closes_at = clock.now() + timedelta(milliseconds=150)
    set_deadline(challenge.id, closes_at)

    def keep_submitting(number: int) -> list[str]:
        results = []
        with app.app_context():
            for actor, proposal_id in waiting[number::THREADS]:
                results.append(submit_or_code(actor, proposal_id))
        return results

    with ThreadPoolExecutor(THREADS) as pool:
        results = [code for codes in pool.map(keep_submitting, range(THREADS)) for code in codes]
    db.session.rollback()
    times = list(db.session.scalars(select(Submission.submitted_at)))
    assert set(results) <= {"ok", "deadline_passed"}
    assert results.count("ok") == len(times)
    assert [time for time in times if time >= closes_at] == []


def submit_or_code(actor: Actor, proposal_id: int) -> str:
    try:
        in_unit_of_work(lambda: submitting.submit_proposal(actor, proposal_id))
    except Conflict as error:
        return error.code
    return "ok"


def test_whoever_waits_for_the_lock_until_after_the_deadline_is_late(app):
    """The clock is asked after the lock; asked before, this submission would count."""
    challenge = make_challenge()
    actor, proposal_id = authors(make_proposal(challenge))
    started, moved = Barrier(2), Barrier(2)

    def hold() -> None:
        def close_now() -> None:
            db.session.execute(
                update(Challenge).where(Challenge.id == challenge_id).values(closes_at=clock.now())
            )
            started.wait()

        with app.app_context():
            in_unit_of_work(close_now)
        moved.wait()

    challenge_id = challenge.id
    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        started.wait()
        code = submit_or_code(actor, proposal_id)
        moved.wait()
        holding.result()
    assert code == "deadline_passed"
    assert numbers(proposal_id) == []


def set_deadline(challenge_id: int, closes_at) -> None:
    def change() -> None:
        statement = update(Challenge).where(Challenge.id == challenge_id)
        db.session.execute(statement.values(closes_at=closes_at))

    in_unit_of_work(change)
