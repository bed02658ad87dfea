"""Whoever was erased is erased again after a copy of the database from before was restored."""

from datetime import UTC, datetime

import pytest
from flask import current_app
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core.audit import AuditEntry
from app.core.authz import Actor
from app.core.db import db
from app.core.files import StoredFile, path_of
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.models import Person
from app.privacy.cli import commands
from app.privacy.models import Erasure
from app.privacy.rules.ledger import read_lines, write_lines
from app.privacy.services import erasing, replaying
from tests.access.keeping import Keeper
from tests.app.privacy.everything import Everything, where_found
from tests.app.privacy.test_everything import MARK, OTHER, retained
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.worker import run_jobs

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ledger(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "ERASURE_LEDGER", str(tmp_path / "apart" / "erasures.txt"))
    return tmp_path / "apart" / "erasures.txt"


@pytest.fixture
def keeper(app):
    keepers = []

    def keep():
        keepers.append(Keeper(db.engine))
        return keepers[-1]

    yield keep
    for one in keepers:
        one.close()


def erase(person_id, email):
    with unit_of_work():
        erasing.erase_self(Actor(person_id=person_id, email=email))


def run(app, *words):
    return app.test_cli_runner().invoke(commands, ["replay", *words]).output.splitlines()


def test_whoever_is_in_a_copy_that_is_restored_goes_again(app, ledger, keeper):
    one, _other = Everything(MARK, 1).make(), Everything(OTHER, 2).make()
    before, others = where_found(MARK), where_found(OTHER)
    copy = keeper()
    erase(one.person_id, one.address)
    replaying.write_ledger()
    assert len(ledger.read_text().split()) == 2
    assert [word for word in (MARK, one.address) if word in ledger.read_text()] == []
    copy.restore()
    with unit_of_work():  # the store of files is restored too
        path_of(db.session.get_one(StoredFile, one.rows["stored_file"]["id"])).write_bytes(b"back")
    assert where_found(MARK) == before
    assert run(app, "--dry-run")[-1] == "Nothing was changed."
    assert where_found(MARK) == before
    assert run(app)[-1] == "Erased again: 1."
    db.session.rollback()
    assert where_found(MARK) - retained() == set()
    assert where_found(OTHER) == others
    assert run(app) == ["Erased again: 0."]


def test_no_second_letter_is_sent_and_duties_of_the_copy_keep_nobody(app, ledger, keeper):
    person = make_person(email="goes-only-once@example.org")
    event = make_event(state="published")
    member = make_team_member(event, person, TeamRole.LEAD)
    copy = keeper()
    with unit_of_work():
        db.session.delete(db.session.merge(member))
    erase(person.id, person.email)
    run_jobs()
    assert letters() == 1
    copy.restore()
    assert run(app)[-1] == "Erased again: 1."
    run_jobs()
    assert letters() == 1
    assert erasing.is_suppressed("goes-only-once@example.org")
    assert db.session.get_one(Person, person.id).name == "Former participant"
    erasure = db.session.scalars(select(Erasure)).one()
    assert (erasure.address, erasure.reason) == (None, erasing.AGAIN)
    assert db.session.scalar(select(func.count()).where(AuditEntry.name == "PersonErased"))


def letters():
    mails = current_app.config["MAIL_FOLDER"].glob("*.eml")
    return sum("goes-only-once@example.org" in one.read_text() for one in mails)


def test_the_worker_writes_each_erasure_once(app, ledger):
    people = [make_person() for _ in range(3)]
    for one in people:
        erase(one.id, one.email)
    run_jobs()
    replaying.write_ledger()
    assert sorted(replaying.list_erased()) == sorted(one.id for one in people)
    assert len(ledger.read_text().splitlines()) == 3
    assert ledger.stat().st_mode & 0o077 == 0


def test_whoever_is_in_no_copy_or_erased_is_left_alone(app, ledger):
    erased, stays = make_person(), make_person()
    erase(erased.id, erased.email)
    ledger.parent.mkdir()
    ledger.write_text(write_lines([(erased.id, AT), (123456789, AT)]) + "2026-11-2")
    assert run(app) == ["Erased again: 0."]
    assert db.session.get_one(Person, stays.id).name != "Former participant"


@given(st.lists(st.integers(1, 2**63 - 1), unique=True, max_size=20), st.integers(0, 2000))
def test_what_is_written_is_read_also_where_the_end_is_cut_off(people, cut):
    text = write_lines((one, AT) for one in people)
    assert read_lines(text) == tuple(people)
    whole = text[:cut].count("\n")
    assert read_lines(text[:cut])[:whole] == tuple(people[:whole])
