"""Setting doors up: gates, pairing scanners, and an event that moves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.checkin.models import Gate, ScannerDevice
from app.checkin.policies import Scanner
from app.checkin.queries.scanners import find_scanner
from app.checkin.queries.setup import get_scanner
from app.checkin.services.doors import (
    add_gate,
    confirm_wipe,
    invite_scanner,
    pair_scanner,
    revoke_scanner,
)
from app.core import clock, tokens
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.services import change_event
from tests.app.checkin.samples import make_entrance
from tests.factories.checkin import make_gate
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person

TIMES = ("starts_at", "ends_at")


def test_a_code_pairs_one_phone(door):
    lead = make_person()
    make_team_member(door.event, lead)
    with unit_of_work():
        device, code = invite_scanner(
            actor_of(lead), door.event, name="Ana's phone", gate_id=door.gate.id
        )
    assert device.secret_hash is None

    with unit_of_work():
        paired, secret = pair_scanner(ANONYMOUS, code)

    assert paired.id == device.id
    assert isinstance(find_scanner(tokens.hash_secret(secret), clock.now()), Scanner)
    with pytest.raises(Conflict) as caught, unit_of_work():
        pair_scanner(ANONYMOUS, code)
    assert caught.value.code == "pairing_over"


def test_a_code_runs_out_and_dies_with_its_scanner(door):
    lead = make_person()
    make_team_member(door.event, lead)
    with unit_of_work():
        late, late_code = invite_scanner(
            actor_of(lead), door.event, name="Late", gate_id=door.gate.id
        )
        late.pairing_expires_at = clock.now() - timedelta(seconds=1)
        gone, gone_code = invite_scanner(
            actor_of(lead), door.event, name="Gone", gate_id=door.gate.id
        )
        revoke_scanner(actor_of(lead), door.event, gone.id)

    for code in (late_code, gone_code, "pair_nonsense"):
        with pytest.raises(Conflict), unit_of_work():
            pair_scanner(ANONYMOUS, code)


def test_only_organisers_set_doors_up(door):
    helper, stranger = make_person(), make_person()
    make_team_member(door.event, helper, TeamRole.DESK)

    for person in (helper, stranger):
        with pytest.raises(Forbidden), unit_of_work():
            add_gate(actor_of(person), door.event, name="Back door")
        with pytest.raises(Forbidden), unit_of_work():
            invite_scanner(actor_of(person), door.event, name="X", gate_id=door.gate.id)
        with pytest.raises(Forbidden), unit_of_work():
            revoke_scanner(actor_of(person), door.event, door.device.id)


def test_gates_have_names_of_their_own_and_scanners_gates_of_their_event(door):
    lead = make_person()
    make_team_member(door.event, lead)
    with pytest.raises(Conflict) as caught, unit_of_work():
        add_gate(actor_of(lead), door.event, name="Main door")
    assert (caught.value.code, caught.value.field) == ("gate_taken", "name")

    foreign = make_gate(make_event())
    with pytest.raises(NotFound), unit_of_work():
        invite_scanner(actor_of(lead), door.event, name="X", gate_id=foreign.id)


def test_gates_are_listed(door):
    assert [gate.name for gate in db.session.scalars(select(Gate))] == ["Main door"]


def moved(door, days):
    lead = make_person()
    make_team_member(door.event, lead)
    times = {name: getattr(door.event, name) + timedelta(days=days) for name in TIMES}
    with unit_of_work():
        change_event(actor_of(lead), door.event.id, **times)
    return actor_of(lead)


def test_a_scanner_follows_its_event_to_a_later_day(door):
    moved(door, days=30)
    late = door.event.ends_at + timedelta(hours=1)

    scanner = find_scanner(tokens.hash_secret(door.secret), late)

    assert scanner.door.expires_at == late + timedelta(hours=23)
    assert db.session.get(ScannerDevice, door.device.id).expires_at == scanner.door.expires_at
    assert find_scanner(tokens.hash_secret(door.secret), late + timedelta(hours=23)) is None


def test_a_scanner_of_an_event_that_was_moved_may_be_paired_on_the_day(door):
    lead = moved(door, days=30)
    with unit_of_work():
        device, code = invite_scanner(lead, door.event, name="Spare", gate_id=door.gate.id)
        device.pairing_expires_at = door.event.ends_at
    with unit_of_work():
        pair_scanner(ANONYMOUS, code)

    moved(door, days=-40)
    with unit_of_work():
        _, code = invite_scanner(lead, door.event, name="Late", gate_id=door.gate.id)
    with pytest.raises(Conflict), unit_of_work():
        pair_scanner(ANONYMOUS, code)


def test_a_phone_says_once_that_it_forgot_everybody(app):
    door = make_entrance()
    lead = make_person()
    make_team_member(door.event, lead)

    def confirm():
        with unit_of_work():
            return confirm_wipe(ANONYMOUS, door.secret)

    assert confirm() is False
    with unit_of_work():
        revoke_scanner(actor_of(lead), door.event, door.device.id)
    assert (confirm(), confirm()) == (True, False)
    assert get_scanner(door.device.id).wiped_at is not None
