"""Letters about ways in: whoever did not do it themselves learns of it."""

import pytest

from app.core.authz import SYSTEM
from app.core.db import db
from app.core.uow import unit_of_work
from app.identity import queries
from app.identity.openid import Claims
from app.identity.services import external, passkeys, second_step
from app.notifications.models import Delivery
from tests.app.identity.authenticator import Authenticator
from tests.app.identity.test_passkeys import add
from tests.app.identity.test_second_step import turn_on, use
from tests.factories.identity import make_person
from tests.worker import run_jobs


@pytest.fixture
def owner(app):
    return queries.actor_for(make_person(password_hash="x"))


def letters():
    run_jobs()
    return {row.template: row for row in db.session.query(Delivery).order_by(Delivery.created_at)}


def test_a_passkey_that_comes_and_goes_is_told(owner):
    passkey_id = add(owner, Authenticator())
    with unit_of_work():
        passkeys.remove_passkey(owner, passkey_id)
    found = letters()
    assert set(found) == {"passkey_added", "passkey_removed"}
    text = found["passkey_added"].text
    assert "http://localhost/account/security" in text
    assert "If it was not you" in text
    assert {row.recipient for row in found.values()} == {owner.email}


def test_the_second_step_and_its_paper_are_told(owner):
    _, codes = turn_on(owner)
    use(owner.person_id, codes[0])
    with unit_of_work():
        second_step.renew_codes(owner)
    with unit_of_work():
        second_step.turn_off(owner)
    found = letters()
    assert list(found) == [
        "second_step_on",
        "recovery_code_used",
        "recovery_codes_renewed",
        "second_step_off",
    ]
    assert "Codes left: 9." in found["recovery_code_used"].text
    assert not any(code in row.text for code in codes for row in found.values())


def test_what_the_operator_removed_is_told(owner):
    turn_on(owner)
    with unit_of_work():
        second_step.remove_lost(SYSTEM, queries.get_person(owner.person_id))
    assert "The operator of Innoday removed" in letters()["second_step_removed"].text


def test_an_account_elsewhere_is_told(owner):
    claims = Claims("https://campus.example", "s-1", owner.email, True, "A", "B")
    with unit_of_work():
        external.enter_from_outside(claims, is_trusted=True)
    one = queries.list_external_identities(owner.person_id)[0]
    with unit_of_work():
        external.part_external_identity(owner, one.id)
    assert set(letters()) == {"external_identity_joined", "external_identity_parted"}
