"""A merge while others write: nothing is left behind at the organisation that goes."""

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import unit_of_work
from app.directory.models import DuplicatePair
from app.directory.services.finding import note_duplicates
from app.directory.services.merging import merge_pair
from app.identity.models import OfferNeed, Organisation
from tests.concurrency.test_members import at_once
from tests.factories.directory import make_listed
from tests.factories.identity import actor_of, make_person

pytestmark = pytest.mark.slow


def make_pair():
    one, other = (make_listed(name="Voltmar", country="DE") for _ in range(2))
    with unit_of_work():
        note_duplicates(other.id)
    row = db.session.scalars(select(DuplicatePair)).one()
    return one.id, other.id, row.id


def test_rows_that_come_during_a_merge_are_moved_or_refused(app):
    one, other, row = make_pair()
    actor = actor_of(make_person(is_operator=True), is_operator=True)

    def write() -> None:
        db.session.add(OfferNeed(organisation_id=other, kind="offer", text="late"))

    def merge() -> None:
        merge_pair(actor, row, keep=one)

    found = at_once(app, merge, *[write] * 7)

    db.session.rollback()
    assert found["done"] + found["conflict"] == 8
    assert db.session.get(Organisation, other) is None
    kept = db.session.execute(
        select(OfferNeed.organisation_id, func.count()).group_by(OfferNeed.organisation_id)
    ).all()
    assert dict(kept) == ({one: found["done"] - 1} if found["done"] > 1 else {})


def test_two_merge_the_same_pair_each_their_way_and_one_remains(app):
    one, other, row = make_pair()
    actor = actor_of(make_person(is_operator=True), is_operator=True)
    works = [lambda keep=keep: merge_pair(actor, row, keep=keep) for keep in (one, other)]

    found = at_once(app, *works)

    db.session.rollback()
    assert found == {"done": 1, "not_found": 1}
    assert db.session.query(Organisation).count() == 1


def test_writing_to_what_is_merged_is_refused(app):
    one, other, row = make_pair()
    operator = actor_of(make_person(is_operator=True), is_operator=True)
    with unit_of_work():
        merge_pair(operator, row, keep=one)

    with pytest.raises(DomainError), unit_of_work():
        db.session.add(OfferNeed(organisation_id=other, kind="offer", text="late"))
