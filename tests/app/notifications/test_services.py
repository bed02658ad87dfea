"""Deliveries: once for each fact and reader, tried again, given up, sent again."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.core import jobs, outbox
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record, subscribe
from app.core.jobs import FailedJob
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.facts import PasswordChanged, PersonRegistered
from app.notifications import services
from app.notifications.models import Delivery
from app.notifications.rules import DeliveryState, state_after_failure
from tests.app.core.smtp_server import SmtpServer
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.notifications import make_delivery
from tests.worker import count_jobs, let_time_pass, run_jobs


@pytest.fixture
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    return tmp_path


@pytest.fixture
def server(app, monkeypatch):
    listening = SmtpServer()
    monkeypatch.setitem(app.config, "SMTP_URL", listening.url)
    yield listening
    listening.close()


def register(email: str = "new@example.org") -> None:
    person = make_person(email=email, password_hash="x")
    with unit_of_work():
        record(PersonRegistered(person_id=person.id))


def the_delivery() -> Delivery:
    db.session.expire_all()
    return db.session.scalars(select(Delivery)).one()


def test_a_fact_that_is_relayed_twice_makes_one_mail(app, folder):
    register()
    run_jobs()
    message = db.session.scalars(select(OutboxMessage)).one()
    with unit_of_work():
        db.session.get(OutboxMessage, message.id).relayed_at = None
    with unit_of_work():
        outbox.relay(message.id)
    run_jobs()
    assert (len(list(folder.iterdir())), the_delivery().state) == (1, "sent")


def test_a_busy_server_is_tried_again(server):
    register()
    server.answer = b"451 later"
    run_jobs(may_fail=True)
    waiting = the_delivery()
    assert (waiting.state, waiting.attempts, "451" in waiting.last_error) == ("pending", 1, True)
    server.answer = b"250 ok"
    let_time_pass()
    run_jobs()
    sent = the_delivery()
    assert (sent.state, sent.attempts, sent.last_error) == ("sent", 2, None)
    assert len(server.received.messages) == 1


def test_a_server_that_stays_busy_is_given_up_after_eight_attempts(server):
    server.answer = b"451 later"
    register()
    for _ in range(9):
        run_jobs(may_fail=True)
        let_time_pass()
    failed = the_delivery()
    assert (failed.state, failed.attempts, count_jobs()) == ("failed", 8, 0)
    assert db.session.scalars(select(FailedJob)).all() == []


def test_an_unknown_recipient_is_given_up_at_once(server):
    server.answer = b"550 no such person"
    register()
    run_jobs()
    failed = the_delivery()
    assert (failed.state, failed.attempts, count_jobs()) == ("failed", 1, 0)


@pytest.mark.parametrize(
    ("setting", "value", "error"),
    [
        ("SMTP_URL", "smtp://localhost:99999", "ValueError: Port out of range 0-65535"),
        ("MAIL_FOLDER", Path("/dev/null/mail"), "NotADirectoryError: [Errno 20] Not a directory:"),
    ],
)
def test_a_mail_that_our_own_settings_stop_is_given_up_and_can_be_sent_again(
    app, folder, monkeypatch, setting, value, error
):
    event, person = make_event(), make_person()
    make_team_member(event, person)
    delivery = make_delivery(event, state="pending", attempts=0)
    with unit_of_work():
        jobs.enqueue(services.SEND, delivery_id=delivery.id)
    with monkeypatch.context() as wrong:
        wrong.setitem(app.config, setting, value)
        run_jobs(may_fail=True)
        assert (the_delivery().state, the_delivery().attempts) == ("pending", 1)
        for _ in range(8):
            let_time_pass()
            run_jobs(may_fail=True)
    failed = the_delivery()
    assert (failed.state, failed.attempts, count_jobs()) == ("failed", 8, 0)
    assert failed.last_error.startswith(error)
    with unit_of_work():
        services.resend_delivery(actor_of(person), event, delivery.id)
    run_jobs()
    assert the_delivery().state == "sent"


def test_a_mail_whose_worker_died_goes_out_again(app, folder):
    event = make_event()
    delivery = make_delivery(event, state="sending", attempts=1)
    with unit_of_work():
        claimed = services.claim_delivery(delivery.id)
    assert (claimed.id, claimed.attempts) == (delivery.id, 2)


def test_an_organiser_sends_a_mail_again(app, folder):
    event, person = make_event(), make_person()
    make_team_member(event, person, TeamRole.LEAD)
    delivery = make_delivery(event, state="failed", attempts=8, last_error="550")
    with unit_of_work():
        services.resend_delivery(actor_of(person), event, delivery.id)
    with pytest.raises(Conflict), unit_of_work():
        services.resend_delivery(actor_of(person), event, delivery.id)
    run_jobs()
    assert (the_delivery().state, the_delivery().attempts) == ("sent", 1)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("role", [TeamRole.DESK, TeamRole.SCANNER, TeamRole.REPORT_READER])
def test_others_on_the_team_may_not(app, role):
    event, person = make_event(), make_person()
    make_team_member(event, person, role)
    delivery = make_delivery(event)
    with pytest.raises(NotFound), unit_of_work():
        services.resend_delivery(actor_of(person), event, delivery.id)


def test_a_mail_of_another_event_is_not_found(app):
    event, person = make_event(), make_person()
    make_team_member(event, person)
    foreign, own = make_delivery(make_event()), make_delivery(event)
    with pytest.raises(NotFound), unit_of_work():
        services.resend_delivery(actor_of(person), event, foreign.id)
    with pytest.raises(NotFound), unit_of_work():
        services.resend_delivery(ANONYMOUS, event, own.id)


def test_a_fact_whose_reaction_always_fails_is_given_up_and_kept(app):
    @subscribe(PasswordChanged)
    def fail(fact):
        raise LookupError("no such thing")

    try:
        with unit_of_work():
            record(PasswordChanged(person_id=1))
        for _ in range(9):
            run_jobs(may_fail=True)
            let_time_pass()
    finally:
        from app.core.facts import _subscribers

        _subscribers["PasswordChanged"].remove(fail)
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.attempts, message.dead_at is not None, message.relayed_at) == (8, True, None)
    assert message.last_error == "LookupError: no such thing"
    kept = [(job.task, job.error) for job in db.session.scalars(select(FailedJob))]
    assert (count_jobs(), kept) == (0, [("relay_fact", "LookupError: no such thing")])


@pytest.mark.parametrize(
    ("attempts", "is_final", "state"),
    [
        (1, False, DeliveryState.PENDING),
        (7, False, DeliveryState.PENDING),
        (8, False, DeliveryState.FAILED),
        (1, True, DeliveryState.FAILED),
    ],
)
def test_where_a_failure_leads(attempts, is_final, state):
    assert state_after_failure(attempts, is_final=is_final) is state
