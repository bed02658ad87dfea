"""Row 58 (Decidim CVE-2023-47634, CTFd 3.8.7): fifty at once, and one of them counts.

For a code of an app, a code from paper, the answer of a passkey and the second step of a session.
The control takes a code by looking first and writing afterwards: all fifty go through.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import select, update

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity import queries
from app.identity.models import RecoveryCode, WebSession
from app.identity.services import passkeys, second_step, sessions
from tests.app.identity.authenticator import Authenticator
from tests.app.identity.test_passkeys import add
from tests.app.identity.test_second_step import code_of, turn_on
from tests.factories.identity import make_person, make_session_secret

AT_ONCE = 50

pytestmark = pytest.mark.slow


@pytest.fixture
def owner(app):
    return queries.actor_for(make_person(password_hash="x"))


def race(app, work):
    """Do something in fifty threads that are let go together; count what came of them."""
    barrier = Barrier(AT_ONCE)

    def one(_number):
        with app.app_context():
            barrier.wait()
            try:
                in_unit_of_work(work)
            except DomainError as error:
                return error.code
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = Counter(pool.map(one, range(AT_ONCE)))
    db.session.rollback()
    return found


def test_a_code_of_the_app_counts_once(app, owner):
    secret, _ = turn_on(owner)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        code = code_of(secret)
        work = lambda: second_step.use_code(owner.person_id, code=code, network="192.0.2.1")  # noqa: E731
        assert race(app, work) == {"done": 1, "code_used": 49}


def test_a_code_from_paper_counts_once(app, owner):
    _, codes = turn_on(owner)
    work = lambda: second_step.use_code(owner.person_id, code=codes[0], network="192.0.2.1")  # noqa: E731
    assert race(app, work) == {"done": 1, "wrong_code": 49}
    assert queries.second_step_of(owner.person_id).codes_left == 9


def test_the_control_counts_more_than_once(app, owner):
    """Look whether the code is unused, then use it: as it is done where this went wrong."""
    turn_on(owner)
    code_id = db.session.scalar(select(RecoveryCode.id).limit(1))
    looked = Barrier(AT_ONCE)

    def one(_number):
        with app.app_context():
            unused = db.session.scalar(
                select(RecoveryCode.used_at).where(RecoveryCode.id == code_id)
            )
            db.session.remove()
            looked.wait()
            if unused is not None:
                return "refused"
            use = update(RecoveryCode).where(RecoveryCode.id == code_id)
            in_unit_of_work(lambda: db.session.execute(use.values(used_at=clock.now())))
            db.session.remove()
            return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert Counter(pool.map(one, range(AT_ONCE))) == {"done": 50}


def test_an_answer_of_a_passkey_counts_once(app, owner):
    device = Authenticator()
    add(owner, device)
    with unit_of_work():
        answer = device.use(passkeys.ask_to_sign_in("192.0.2.1"))
    found = race(app, lambda: passkeys.take_sign_in(answer))
    assert found == {"done": 1, "passkey_too_late": 49}


def test_a_session_takes_its_second_step_once(app, owner):
    make_session_secret(queries.get_person(owner.person_id), awaits_second_step=True)
    session_id = db.session.scalar(select(WebSession.id))
    found = race(app, lambda: sessions.complete_session(session_id))
    assert found == {"done": 1, "sign_in_again": 49}


def test_the_last_way_in_stays_however_many_go(app):
    actor = queries.actor_for(make_person(password_hash=None))
    ids = [add(actor, Authenticator()) for _ in range(2)]
    turns = iter(ids * AT_ONCE)
    found = race(app, lambda: passkeys.remove_passkey(actor, next(turns)))
    assert found["done"] == 1
    assert len(queries.list_passkeys(actor.person_id)) == 1
