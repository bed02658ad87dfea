"""Erasure and export of a person who has a mark in every personal column of every table."""

import json

import pytest
from sqlalchemy import delete, select

from app.core.authz import Actor
from app.core.db import db
from app.core.privacy import Erased
from app.core.uow import unit_of_work
from app.identity.models import FormerAddress, Person
from app.privacy.models import Erasure
from app.privacy.queries.copies import everything_about
from app.privacy.queries.declared import described
from app.privacy.services import erasing
from tests.app.privacy.everything import SKIPPED, Everything, where_found

MARK, OTHER = "canary-one", "canary-two"


@pytest.fixture
def both(app):
    return Everything(MARK, 1).make(), Everything(OTHER, 2).make()


def erase(everything: Everything) -> None:
    with unit_of_work():
        erasing.erase_self(Actor(person_id=everything.person_id, email=everything.address))


def retained() -> set[tuple[str, str]]:
    """Return the columns that may hold something of an erased person, by their declaration."""
    return {
        (one.name, column)
        for one in described()
        for column, personal in one.personal.items()
        if one.about.erased is Erased.KEPT or personal.kept or one.about.held or not one.about.whose
    }


def test_a_mark_stands_in_every_personal_column(both):
    declared = {
        (one.name, column)
        for one in described()
        for column in one.personal
        if one.name not in SKIPPED
    }
    assert declared - where_found(MARK) == set()


def test_erasure_leaves_nothing_but_what_is_declared(both):
    one, _other = both
    before, others = where_found(MARK), where_found(OTHER)
    erase(one)
    left = where_found(MARK) - {("erasure", "address")}
    print(
        f"personal columns {len(before)}, erased {len(before - left)}, kept as declared "
        f"{len(left)}, deviations {len(left - retained())}"
    )
    assert left - retained() == set()
    assert where_found(OTHER) == others
    person = db.session.get(Person, one.person_id)
    assert (person.name, person.password_hash) == ("Former participant", None)
    assert person.email == f"{one.person_id}@erased.invalid"


def test_erased_twice_is_erased_once(both):
    one, _ = both
    erase(one)
    with pytest.raises(Exception, match="already_erased"):
        erase(one)
    assert len(db.session.scalars(select(Erasure)).all()) == 1


def test_an_export_has_every_personal_column_but_those_exempt(both):
    one, _other = both
    whole, files = everything_about(db.session.get_one(Person, one.person_id))
    text = json.dumps(whole)
    tables = {table["table"]: table for table in whole["tables"]}
    counted = {"exported": 0, "exempt": 0, "of nobody": 0}
    for table in described():
        if table.name in SKIPPED:
            continue
        if not (table.about.whose or table.about.held):
            counted["of nobody"] += len(table.personal)
            assert table.name not in tables
            continue
        for column in table.personal:
            shown = {str(row.get(column)) for row in tables[table.name]["rows"]}
            if table.exempt(column):
                counted["exempt"] += 1
                assert shown == {"None"}, f"{table.name}.{column}"
            else:
                counted["exported"] += 1
                assert all(MARK in value for value in shown), f"{table.name}.{column}"
    print(counted)
    assert OTHER not in text
    assert [file.id for file in files] == [one.rows["stored_file"]["id"]]
    secrets = {(left["table"], left["column"]) for left in whole["left_out"]}
    assert {("person", "password_hash"), ("api_token", "secret_hash")} <= secrets


def test_only_an_address_that_was_proved_leads_to_what_came_by_mail(both):
    one, _other = both
    with unit_of_work():
        db.session.get_one(Person, one.person_id).email_confirmed_at = None
        db.session.execute(delete(FormerAddress).where(FormerAddress.person_id == one.person_id))
    whole, _files = everything_about(db.session.get_one(Person, one.person_id))
    names = {table["table"] for table in whole["tables"]}
    assert ("ticket" in names, "delivery" in names, "proposal" in names) == (False, False, True)
