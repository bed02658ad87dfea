"""The second step: turned on by a code, taken by an app or from paper, once each."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock, sealing
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, RateLimited
from app.core.uow import unit_of_work
from app.identity import one_time_codes, queries, services
from app.identity.models import AuthenticatorApp, RecoveryCode
from app.identity.services import second_step
from tests.factories.identity import make_person

HERE = "192.0.2.1"


@pytest.fixture
def owner(app):
    return queries.actor_for(make_person())


def turn_on(actor):
    """Turn the second step on; return the app's secret and the codes on paper."""
    with unit_of_work():
        second_step.begin_app(actor)
    secret = second_step.secret_to_confirm(actor)
    with unit_of_work():
        codes = second_step.confirm_app(actor, code=code_of(secret))
    return secret, codes


def code_of(secret):
    return one_time_codes.code_at(secret, one_time_codes.step_at(clock.now()))


def use(person_id, code):
    with unit_of_work():
        return second_step.use_code(person_id, code=code, network=HERE).id


def test_a_first_code_turns_it_on(owner):
    assert queries.second_step_of(owner.person_id) == queries.SecondStep(False, 0)
    turn_on(owner)
    assert queries.second_step_of(owner.person_id) == queries.SecondStep(True, 10)
    assert second_step.secret_to_confirm(owner) is None  # shown no more


def test_a_wrong_code_turns_nothing_on(owner):
    with unit_of_work():
        second_step.begin_app(owner)
    with pytest.raises(Invalid, match="wrong_code"), unit_of_work():
        second_step.confirm_app(owner, code="abc")
    assert not queries.has_second_step(owner.person_id)


def test_neither_secret_nor_paper_is_stored_in_clear(owner):
    secret, codes = turn_on(owner)
    app = queries.find_app(owner.person_id)
    stored = app.sealed_secret + "".join(row.code_hash for row in db.session.query(RecoveryCode))
    assert secret not in stored
    assert not any(code in stored for code in codes)
    assert sealing.unseal(app.sealed_secret, "authenticator-app", app.person_id) == secret


def test_what_is_sealed_for_one_opens_for_no_other(app):
    sealed = sealing.seal("secret", "authenticator-app", 1)
    assert sealing.unseal(sealed, "authenticator-app", 2) is None
    assert sealing.unseal(sealed, "else", 1) is None
    app.config["SECRET_KEY"] = "another"
    try:
        assert sealing.unseal(sealed, "authenticator-app", 1) is None
    finally:
        app.config["SECRET_KEY"] = "test"


def test_a_code_works_once(owner):
    secret, _ = turn_on(owner)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        code = code_of(secret)
        assert use(owner.person_id, code) == owner.person_id
        with pytest.raises(Invalid, match="code_used"):
            use(owner.person_id, code)


def test_the_code_that_turned_it_on_is_used(owner):
    with time_machine.travel(clock.now(), tick=False):
        secret, _ = turn_on(owner)
        with pytest.raises(Invalid, match="code_used"):
            use(owner.person_id, code_of(secret))


def test_a_code_from_paper_works_once(owner):
    _, codes = turn_on(owner)
    assert use(owner.person_id, codes[3].upper().replace("-", " ")) == owner.person_id
    assert queries.second_step_of(owner.person_id).codes_left == 9
    with pytest.raises(Invalid, match="wrong_code"):
        use(owner.person_id, codes[3])


def test_new_paper_makes_the_old_worthless(owner):
    _, old = turn_on(owner)
    with unit_of_work():
        new = second_step.renew_codes(owner)
    assert not set(old) & set(new)
    with pytest.raises(Invalid, match="wrong_code"):
        use(owner.person_id, old[0])
    assert use(owner.person_id, new[0]) == owner.person_id


def test_paper_of_one_person_is_worthless_to_another(owner):
    _, codes = turn_on(owner)
    other = queries.actor_for(make_person())
    turn_on(other)
    with pytest.raises(Invalid, match="wrong_code"):
        use(other.person_id, codes[0])


def test_guesses_are_slowed_down_and_success_forgets_them(owner):
    secret, _ = turn_on(owner)

    def guess():
        with unit_of_work():
            second_step.count_guess(owner.person_id, HERE)

    for _ in range(5):
        guess()
    with pytest.raises(RateLimited):
        guess()
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        use(owner.person_id, code_of(secret))
        for _ in range(4):
            guess()


def test_it_is_set_up_once(owner):
    turn_on(owner)
    with pytest.raises(Conflict, match="second_step_on"), unit_of_work():
        second_step.begin_app(owner)


def test_turned_off_leaves_nothing(owner):
    turn_on(owner)
    with unit_of_work():
        second_step.turn_off(owner)
    assert db.session.query(AuthenticatorApp).count() == 0
    assert db.session.query(RecoveryCode).count() == 0
    with pytest.raises(Conflict, match="second_step_off"), unit_of_work():
        second_step.turn_off(owner)


def test_only_the_system_removes_a_lost_one(owner):
    turn_on(owner)
    operator = queries.actor_for(make_person(is_operator=True))
    with pytest.raises(Forbidden), unit_of_work():
        second_step.remove_lost(operator, queries.get_person(owner.person_id))


def test_a_removed_second_step_is_told(app, owner):
    turn_on(owner)
    email = owner.email
    result = app.test_cli_runner().invoke(args=["people", "remove-second-step", email])
    assert result.output == f"{email} signs in without a second step.\n"
    assert not queries.has_second_step(owner.person_id)
    again = app.test_cli_runner().invoke(args=["people", "remove-second-step", email])
    assert (again.exit_code, again.output) == (1, f"Error: {email} has no second step.\n")


@pytest.mark.parametrize(
    ("way", "is_in"),
    [("password", False), ("link", False), ("provider", False), ("passkey", True)],
)
def test_every_first_step_awaits_the_second(owner, way, is_in):
    turn_on(owner)
    with unit_of_work():
        secret = services.open_session(owner.person_id, way, "", HERE)
    assert (queries.find_session(secret) is not None) is is_in
    assert (queries.find_awaiting(secret) is None) is is_in
