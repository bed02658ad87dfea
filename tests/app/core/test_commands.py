"""Commands of the operator: jobs that were given up, the audit log, files that nobody owns."""

import os
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock, files, jobs
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.facts import record
from app.core.jobs import FailedJob
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.identity.facts import PasswordChanged, PersonRegistered
from app.notifications import services
from app.notifications.models import Delivery
from tests.app.core import job_tasks
from tests.factories.events import make_event
from tests.factories.identity import make_person
from tests.factories.notifications import make_delivery
from tests.worker import count_jobs, let_time_pass, run_jobs


@pytest.fixture
def flask(app):
    """Run a command; returns its exit code and what it printed."""

    def run(*arguments):
        done = app.test_cli_runner().invoke(args=arguments)
        db.session.rollback()
        db.session.expire_all()
        return done.exit_code, done.output

    return run


def give_up(name, **values):
    with unit_of_work():
        jobs.enqueue(name, **values)
    for _ in range(8):
        run_jobs(may_fail=True)
        let_time_pass()
    return db.session.scalars(select(FailedJob)).one()


def test_without_failed_jobs_the_list_says_so(flask):
    assert flask("jobs", "failed") == (0, "No job was given up.\n")


def test_failed_jobs_are_listed_without_personal_data(flask):
    failed = give_up("test_fail", word="eva@example.org")
    with unit_of_work():
        db.session.get(FailedJob, failed.id).error = "E: no\n[parameters: 'eva@example.org']"
        db.session.get(FailedJob, failed.id).arguments = {"n": 7, "word": "eva@example.org"}
    code, printed = flask("jobs", "failed")
    at = f"{failed.failed_at:%Y-%m-%d %H:%M}"
    line = rf"{failed.id} +{re.escape(at)} UTC +test_fail +n=7 word=… +8 +E: no"
    assert (code, re.fullmatch(line, printed.splitlines()[2]) is not None) == (0, True)
    assert "eva@" not in printed


def test_a_failed_job_is_tried_again(flask):
    failed = give_up("test_fail", word="stone")
    job_tasks.ran.clear()
    assert flask("jobs", "retry", str(failed.id)) == (0, "test_fail is tried again.\n")
    assert (count_jobs(), db.session.scalars(select(FailedJob)).all()) == (1, [])
    run_jobs(may_fail=True)
    assert job_tasks.ran == ["stone"]


def test_a_job_that_is_not_there_is_not_tried_again(flask):
    assert flask("jobs", "retry", "7") == (1, "Error: There is no failed job 7.\n")


def test_a_job_that_this_version_does_not_know_is_kept(flask):
    failed = give_up("from_another_version", number=1)
    wanted = "Error: This version of Innoday has no task from_another_version.\n"
    assert flask("jobs", "retry", str(failed.id)) == (1, wanted)
    assert db.session.scalars(select(FailedJob)).one() is failed


def test_a_dead_fact_is_brought_to_its_readers_after_all(app, flask, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    with unit_of_work():
        record(PersonRegistered(person_id=1))  # nobody, so the letter cannot be written
    for _ in range(9):
        run_jobs(may_fail=True)
        let_time_pass()
    message = db.session.scalars(select(OutboxMessage)).one()
    assert message.dead_at is not None
    make_person(id=1, email="late@example.org", password_hash="x")
    failed = db.session.scalars(select(FailedJob)).one()
    assert flask("jobs", "retry", str(failed.id)) == (0, "relay_fact is tried again.\n")
    run_jobs()
    assert [message.dead_at is None, message.relayed_at is None] == [True, False]
    assert db.session.scalars(select(Delivery.recipient)).all() == ["late@example.org"]


def test_a_mail_that_was_given_up_goes_out_after_all(app, flask, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    delivery = make_delivery(make_event(), state="failed", attempts=8)
    with unit_of_work():
        failed = FailedJob(
            task=services.SEND, arguments={"delivery_id": delivery.id}, attempts=9, error="lost"
        )
        db.session.add(failed)
    assert flask("jobs", "retry", str(failed.id))[0] == 0
    run_jobs()
    assert (db.session.get(Delivery, delivery.id).state, len(list(tmp_path.iterdir()))) == (
        "sent",
        1,
    )


def record_facts(count):
    for number in range(count):
        with unit_of_work():
            record(PasswordChanged(person_id=number))
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def test_an_empty_audit_log_is_sound(flask):
    assert flask("audit", "check") == (0, "The audit log is sound. It has no entries.\n")


def test_a_sound_audit_log_says_how_long_it_is_and_where_it_ends(flask, monkeypatch):
    monkeypatch.setattr("app.core.audit.PAGE", 2)
    entries = record_facts(5)
    wanted = f"The audit log is sound. It has 5 entries, the last with hash {entries[-1].hash}.\n"
    assert flask("audit", "check") == (0, wanted)


@pytest.mark.parametrize("place", [0, 2, 4])
def test_the_first_broken_link_of_the_audit_log_is_named(flask, monkeypatch, place):
    monkeypatch.setattr("app.core.audit.PAGE", 2)
    entries = record_facts(5)
    with unit_of_work() as session:
        changed = update(AuditEntry).where(AuditEntry.id == entries[place].id)
        session.execute(changed.values(actor_id=99))
    at = f"{entries[place].at:%Y-%m-%d %H:%M} UTC"
    wanted = (
        f"{place} entries are sound.\n"
        f"Error: Entry {entries[place].id} (PasswordChanged, {at}) is not what was written, "
        "or one before it is missing.\n"
    )
    assert flask("audit", "check") == (1, wanted)


def test_bytes_that_no_record_names_are_swept_after_a_day(app, flask, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_FOLDER", tmp_path)
    with unit_of_work():
        kept = files.store_bytes(b"kept", "a.txt", "text/plain")
        lost = files.store_bytes(b"lost!", "b.txt", "text/plain")
        young = files.store_bytes(b"young", "c.txt", "text/plain")
    with unit_of_work():
        for stored in (lost, young):
            db.session.delete(db.session.get(files.StoredFile, stored.id))
    part = files.path_of(lost).with_suffix(".part")
    part.write_bytes(b"half")
    foreign = tmp_path / "README"
    foreign.write_text("not ours")
    yesterday = (clock.now() - timedelta(days=1, minutes=1)).timestamp()
    for path in (files.path_of(kept), files.path_of(lost), part, foreign):
        os.utime(path, (yesterday, yesterday))
    assert flask("files", "sweep", "--dry-run") == (0, "2 files could go, 9 bytes.\n")
    assert files.path_of(lost).exists()
    assert flask("files", "sweep") == (0, "2 files are gone, 9 bytes.\n")
    left = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert left == sorted([foreign, files.path_of(kept), files.path_of(young)])


def test_sweeping_where_nothing_was_ever_stored(app, flask, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_FOLDER", tmp_path / "none")
    assert flask("files", "sweep") == (0, "0 files are gone, 0 bytes.\n")
