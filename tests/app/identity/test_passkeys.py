"""Passkeys: made, used, refused, renamed and removed, with real keys and signatures."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, RateLimited
from app.core.uow import unit_of_work
from app.identity import passkeys as asking
from app.identity import queries
from app.identity.models import Ceremony
from app.identity.services import passkeys
from tests.app.identity.authenticator import PRESENT, Authenticator
from tests.factories.identity import make_person


@pytest.fixture
def owner(app):
    return queries.actor_for(make_person(password_hash="x"))


def add(actor, device, name="phone"):
    with unit_of_work():
        options = passkeys.ask_to_add(actor)
    with unit_of_work():
        asked = passkeys.take_new(actor, device.make(options))
    made = asking.check_made(asked.answer, asked.challenge)
    with unit_of_work():
        return passkeys.add_passkey(actor, made, name=name).id


def sign_in(device, **bent):
    with unit_of_work():
        options = passkeys.ask_to_sign_in("192.0.2.1")
    with unit_of_work():
        asked = passkeys.take_sign_in(device.use(options, **bent))
    passkey, proof = passkeys.check(asked)
    with unit_of_work():
        return passkeys.note_use(passkey.id, proof).id


def test_a_passkey_lets_its_owner_in_without_an_address(owner):
    device = Authenticator()
    passkey_id = add(owner, device)
    assert sign_in(device) == owner.person_id
    passkey = queries.get_passkey(passkey_id)
    assert (passkey.sign_count, passkey.is_backed_up, passkey.transports) == (1, True, ["internal"])
    assert passkey.used_at is not None


def test_a_device_is_asked_for_no_second_passkey(owner):
    device = Authenticator()
    add(owner, device)
    with unit_of_work():
        options = passkeys.ask_to_add(owner)
    name = queries.list_passkeys(owner.person_id)[0].credential_id
    assert [one["id"] for one in options["excludeCredentials"]] == [name]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"


def test_a_question_is_answered_once(owner):
    device = Authenticator()
    add(owner, device)
    with unit_of_work():
        answer = device.use(passkeys.ask_to_sign_in("192.0.2.1"))
    with unit_of_work():
        passkeys.take_sign_in(answer)
    with pytest.raises(Conflict, match="passkey_too_late"), unit_of_work():
        passkeys.take_sign_in(answer)


def test_a_question_is_answered_within_five_minutes(owner):
    device = Authenticator()
    add(owner, device)
    with unit_of_work():
        answer = device.use(passkeys.ask_to_sign_in("192.0.2.1"))
    late = clock.now() + timedelta(minutes=5, seconds=1)
    with time_machine.travel(late), pytest.raises(Conflict, match="late"), unit_of_work():
        passkeys.take_sign_in(answer)


def test_an_answer_serves_only_its_purpose(owner):
    device = Authenticator()
    add(owner, device)
    with unit_of_work():
        answer = device.use(passkeys.ask_to_prove(owner))
    with pytest.raises(Conflict, match="passkey_too_late"), unit_of_work():
        passkeys.take_sign_in(answer)
    stranger = queries.actor_for(make_person())
    with pytest.raises(Conflict, match="passkey_too_late"), unit_of_work():
        passkeys.take_proof(stranger, answer)


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "http://localhost:1"},
        {"origin": "https://evil.example"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},  # nobody's finger, face or PIN
        {"flags": 0},
    ],
    ids=str,
)
def test_what_another_site_or_nobody_says_is_refused(owner, bent):
    device = Authenticator()
    add(owner, device)
    for name, value in bent.items():
        setattr(device, name, value)
    with pytest.raises(Invalid, match="passkey_refused"):
        sign_in(device)


def test_a_forged_signature_is_refused(owner):
    device = Authenticator()
    add(owner, device)
    forger = Authenticator(credential=device.credential, handle=device.handle)
    with pytest.raises(Invalid, match="passkey_refused"):
        sign_in(forger)


def test_a_passkey_opens_its_own_account_only(owner):
    device = Authenticator()
    add(owner, device)
    other = Authenticator()
    add(queries.actor_for(make_person()), other)
    with pytest.raises(Invalid, match="passkey_unknown"):
        sign_in(device, userHandle=other.handle)


def test_a_copy_is_noticed_by_its_count(owner):
    device = Authenticator()
    add(owner, device)
    copy = Authenticator(credential=device.credential, key=device.key, handle=device.handle)
    assert sign_in(device) == sign_in(device) == owner.person_id
    with pytest.raises(Invalid, match="passkey_refused"):
        sign_in(copy)


def test_passkeys_of_password_managers_do_not_count(owner):
    device = Authenticator(counts=False)
    add(owner, device)
    assert sign_in(device) == sign_in(device) == owner.person_id


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"response": 1}', '{"response": {}}'])
def test_an_answer_that_is_none_is_refused(app, text):
    with pytest.raises(Invalid, match="passkey_refused"), unit_of_work():
        passkeys.take_sign_in(text)


def test_an_answer_of_rubbish_is_refused(owner):
    device = Authenticator()
    add(owner, device)
    for bent in ({"signature": "!"}, {"authenticatorData": ""}, {"signature": None}):
        with pytest.raises(DomainError, match="passkey_refused"):
            sign_in(device, **bent)


def test_a_passkey_belongs_to_one_account(owner):
    device = Authenticator()
    add(owner, device)
    with pytest.raises(Conflict, match="passkey_known"):
        add(queries.actor_for(make_person()), device)


def test_others_neither_rename_nor_remove_a_passkey(owner):
    passkey_id = add(owner, Authenticator())
    stranger = queries.actor_for(make_person())
    for act in (
        lambda: passkeys.rename_passkey(stranger, passkey_id, name="mine"),
        lambda: passkeys.remove_passkey(stranger, passkey_id),
    ):
        with pytest.raises((NotFound, Forbidden)), unit_of_work():
            act()
    assert queries.get_passkey(passkey_id).name == "phone"


def test_the_last_way_in_stays(app):
    actor = queries.actor_for(make_person(password_hash=None))
    first, second = add(actor, Authenticator()), add(actor, Authenticator())
    with unit_of_work():
        passkeys.remove_passkey(actor, first)
    with pytest.raises(Conflict, match="last_way_in"), unit_of_work():
        passkeys.remove_passkey(actor, second)
    assert [one.id for one in queries.list_passkeys(actor.person_id)] == [second]


def test_with_a_password_the_last_passkey_may_go(owner):
    passkey_id = add(owner, Authenticator())
    with unit_of_work():
        passkeys.remove_passkey(owner, passkey_id)
    assert queries.list_passkeys(owner.person_id) == []


def test_nobody_keeps_more_than_twenty(owner):
    for _ in range(20):
        add(owner, Authenticator())
    with pytest.raises(Conflict, match="too_many_passkeys"):
        add(owner, Authenticator())


def test_old_questions_are_swept_by_new_ones(app):
    with unit_of_work():
        passkeys.ask_to_sign_in("192.0.2.1")
    with time_machine.travel(clock.now() + timedelta(minutes=6)), unit_of_work():
        passkeys.ask_to_sign_in("192.0.2.1")
    assert db.session.query(Ceremony).count() == 1


def test_questions_are_counted_by_network(app):
    def ask():
        with unit_of_work():
            passkeys.ask_to_sign_in("192.0.2.1")

    for _ in range(601):
        ask()
    with pytest.raises(RateLimited):
        ask()


@pytest.mark.parametrize(
    ("base", "host"),
    [
        ("https://innoday.example.org", "innoday.example.org"),
        ("http://innoday.example.org", None),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://192.0.2.7", None),
    ],
)
def test_passkeys_belong_to_the_host_of_the_installation(app, base, host):
    before = app.config["BASE_URL"]
    app.config["BASE_URL"] = base
    try:
        assert asking.host() == host
    finally:
        app.config["BASE_URL"] = before
