"""What a job was about ends with the job, even if every attempt killed its worker."""

import os
import signal

import pytest
from sqlalchemy import select

from app.core import jobs, work
from app.core.db import db
from app.core.facts import record
from app.core.jobs import FailedJob
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.identity.facts import PersonRegistered
from app.notifications import services
from app.notifications.models import Delivery
from tests.app.core import job_tasks  # noqa: F401 - registers the tasks
from tests.app.core.smtp_server import SmtpServer
from tests.concurrency.workers import execute, let_leases_end
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.notifications import make_delivery
from tests.worker import count_jobs, let_time_pass, run_jobs

pytestmark = pytest.mark.slow

LOST = "CutOffError: the last of 8 attempts was cut off"
KILLER = """
import os, signal
from app.core.facts import subscribe
from app.identity.facts import PersonRegistered
@subscribe(PersonRegistered)
def kill(fact):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def begin_the_last_attempt():
    """Let the next attempt be the eighth."""
    table = "job" if db.engine.dialect.name == "sqlite" else "procrastinate_jobs"
    execute(f"UPDATE {table} SET attempts = {jobs.MAX_ATTEMPTS - 1}")


def take_the_job_again(app):
    """Let the next worker find the job of the one that was killed."""
    let_leases_end(app)
    let_time_pass()
    run_jobs(may_fail=True)
    db.session.expire_all()
    assert count_jobs() == 0


def failed_tasks():
    return [(job.task, job.error) for job in db.session.scalars(select(FailedJob))]


def test_a_mail_that_killed_every_worker_has_failed_and_can_be_sent_again(app, start_worker):
    event, person = make_event(), make_person()
    make_team_member(event, person)
    delivery = make_delivery(event, state="pending", attempts=7)
    with unit_of_work():
        jobs.enqueue(services.SEND, delivery_id=delivery.id)
    begin_the_last_attempt()
    server = SmtpServer()
    worker = start_worker(env=os.environ | {"SMTP_URL": server.url})
    server.on_mail = worker.kill
    assert worker.wait(timeout=60) == -signal.SIGKILL
    server.close()
    db.session.expire_all()
    assert (len(server.received.messages), delivery.state) == (1, "sending")
    take_the_job_again(app)
    assert (delivery.state, delivery.last_error) == ("failed", LOST)
    assert failed_tasks() == [("send_delivery", LOST)]
    with unit_of_work():
        services.resend_delivery(actor_of(person), event, delivery.id)
    run_jobs()
    assert db.session.get(Delivery, delivery.id).state == "sent"


def test_long_work_that_killed_every_worker_has_failed(app, start_worker):
    person = make_person()
    with unit_of_work():
        begun = work.start_work(actor_of(person), "badges")
        jobs.enqueue("test_kill_work", work_id=begun.id)
    begin_the_last_attempt()
    assert start_worker().wait(timeout=60) == -signal.SIGKILL
    db.session.expire_all()
    assert (begun.state, begun.done) == ("running", 1)
    take_the_job_again(app)
    assert (begun.state, begun.error, begun.is_open) == ("failed", "internal", False)


def test_a_fact_that_killed_every_worker_is_dead(app, start_worker):
    person = make_person(password_hash="x")
    with unit_of_work():
        record(PersonRegistered(person_id=person.id))
    begin_the_last_attempt()
    assert start_worker(more=KILLER).wait(timeout=60) == -signal.SIGKILL
    take_the_job_again(app)
    message = db.session.scalars(select(OutboxMessage).filter_by(name="PersonRegistered")).one()
    assert (message.relayed_at, message.dead_at is not None) == (None, True)
    assert message.last_error == LOST
    assert failed_tasks() == [("relay_fact", LOST)]
