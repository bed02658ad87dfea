"""The unit of work: one commit, no nesting, facts and audit with the change or not at all."""

import threading
from dataclasses import dataclass

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app.core.audit import AuditEntry, check_chain
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import (
    Code,
    Fact,
    ManyWords,
    Words,
    from_payload,
    record,
    subscribe,
    to_payload,
)
from app.core.outbox import OutboxMessage
from app.core.uow import RETRIES, in_unit_of_work, unit_of_work
from app.identity.models import Person
from tests.factories.identity import make_person
from tests.worker import run_jobs


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Fact):
    """A kettle came to the boil, in a test."""

    degrees: int


def count(kind: type) -> int:
    return db.session.query(kind).count()


def new_person(email: str) -> Person:
    return Person(email=email, email_key=email, given_name="A", family_name="B")


def test_it_stores_the_change_its_fact_and_its_audit_entry(app):
    with unit_of_work():
        db.session.add(new_person("a@example.org"))
        record(KettleBoiled(actor_id=7, event_id=8, degrees=100))
    assert (count(Person), count(OutboxMessage), count(AuditEntry)) == (1, 1, 1)
    entry = db.session.query(AuditEntry).one()
    assert (entry.name, entry.actor_id, entry.event_id) == ("KettleBoiled", 7, 8)
    assert entry.payload == {"degrees": 100}


def test_an_exception_leaves_nothing_behind(app):
    def boil_and_break():
        db.session.add(new_person("a@example.org"))
        record(KettleBoiled(degrees=100))
        raise KeyError("kettle")

    with pytest.raises(KeyError):
        in_unit_of_work(boil_and_break)
    assert (count(Person), count(OutboxMessage), count(AuditEntry)) == (0, 0, 0)


def test_it_refuses_to_be_nested(app):
    with unit_of_work(), pytest.raises(RuntimeError), unit_of_work():
        raise AssertionError("unreachable: the inner unit does not open")


def test_a_fact_needs_a_unit(app):
    with pytest.raises(RuntimeError):
        record(KettleBoiled(degrees=100))


def test_a_broken_constraint_becomes_the_failure_it_means(app):
    make_person(email="a@example.org")
    with pytest.raises(Conflict) as caught:
        in_unit_of_work(lambda: db.session.add(new_person("a@example.org")))
    assert (caught.value.code, caught.value.field) == ("email_taken", "email")


def test_what_was_read_before_is_read_again_inside(app):
    person = make_person(given_name="Old")
    assert person.given_name == "Old"
    thread = threading.Thread(target=_rename, args=(app, person.id, "New"))
    thread.start()
    thread.join()
    with unit_of_work():
        assert person.given_name == "New"


def _rename(app, person_id: int, name: str) -> None:
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).where(Person.id == person_id).values(given_name=name))


class DeadlockError(Exception):
    """What psycopg raises when PostgreSQL breaks a deadlock."""

    sqlstate = "40P01"


def test_a_unit_is_repeated_after_a_deadlock(app):
    attempts = []

    def work():
        attempts.append(1)
        if len(attempts) < RETRIES:
            raise OperationalError("", {}, DeadlockError())
        return len(attempts)

    assert in_unit_of_work(work) == RETRIES


def test_a_unit_is_not_repeated_for_ever_nor_for_other_errors(app):
    attempts = []

    def work(error: Exception):
        attempts.append(1)
        raise OperationalError("", {}, error)

    with pytest.raises(OperationalError):
        in_unit_of_work(lambda: work(DeadlockError()))
    assert len(attempts) == RETRIES
    with pytest.raises(OperationalError):
        in_unit_of_work(lambda: work(ValueError()))
    assert len(attempts) == RETRIES + 1


def test_a_fact_survives_being_stored():
    fact = KettleBoiled(actor_id=1, event_id=2, degrees=99)
    payload = to_payload(fact)
    again = from_payload("KettleBoiled", payload, actor_id=1, event_id=2, fact_id=5)
    assert again == KettleBoiled(actor_id=1, event_id=2, fact_id=5, degrees=99)


@dataclass(frozen=True, kw_only=True)
class TeaOffered(Fact):
    """Somebody was offered tea."""

    kind: Code
    guest: Words
    others: ManyWords = ()
    note: Words | None = None


def test_the_words_of_a_fact_reach_who_is_told_and_then_are_forgotten(app):
    told: list[TeaOffered] = []
    subscribe(TeaOffered)(told.append)
    with unit_of_work():
        record(TeaOffered(kind="green", guest="Zuzana", others=("Eva", "Ana"), note="With milk"))
    message, entry = db.session.query(OutboxMessage).one(), db.session.query(AuditEntry).one()
    assert message.payload == entry.payload == {"kind": "green"}
    assert message.words == {"guest": "Zuzana", "others": ["Eva", "Ana"], "note": "With milk"}
    run_jobs()
    (fact,) = told
    assert (fact.guest, fact.others, fact.note) == ("Zuzana", ("Eva", "Ana"), "With milk")
    assert db.session.query(OutboxMessage).one().words == {}


def test_the_words_of_a_fact_that_nobody_is_told_are_not_kept(app):
    with unit_of_work():
        record(WaterOffered(guest="Zuzana"))
    assert db.session.query(OutboxMessage).one().words == {}


@dataclass(frozen=True, kw_only=True)
class WaterOffered(Fact):
    """Somebody was offered water."""

    guest: Words


def test_many_writers_make_one_chain(app):
    def boil(degrees: int) -> None:
        with app.app_context():
            in_unit_of_work(lambda: record(KettleBoiled(degrees=degrees)))
            db.session.remove()

    threads = [threading.Thread(target=boil, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert count(AuditEntry) == 12
    assert check_chain(db.session()).broken is None


@pytest.mark.parametrize("change", [{"name": "Else"}, {"actor_id": 9}, {"payload": {}}])
def test_a_changed_entry_breaks_the_chain(app, change):
    for degrees in (1, 2, 3):
        with unit_of_work():
            record(KettleBoiled(degrees=degrees))
    second = db.session.query(AuditEntry).order_by(AuditEntry.id).all()[1]
    with unit_of_work() as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == second.id).values(**change))
    db.session.expire_all()
    assert check_chain(db.session()).broken.id == second.id
