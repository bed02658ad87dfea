"""An event takes a new key: new codes are signed with it, old ones count on or no longer."""

import pytest
from sqlalchemy import select

from app.badges import queries, services
from app.badges.models import BadgePrint
from app.badges.queries import Whose
from app.badges.rules.sheets import SheetFormat
from app.checkin.queries.scanners import public_keys
from app.core.db import db
from app.core.errors import Conflict, Forbidden
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import EVERYBODY
from app.events.queries import get_accepted_keys, get_event_by_id, list_badge_keys
from app.events.rules import MOST_BADGE_KEYS, KeyReason
from app.events.services import change_badge_key, retire_badge_key
from app.tickets.queries import codes_of, get_ticket, token_of
from app.tickets.queries.attendees import AttendeeFilter, list_attendees
from app.tickets.rules.badge_token import TicketToken, read_token
from tests.concurrency.test_members import at_once
from tests.concurrency.test_once_only import MANY
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.worker import run_jobs

KEYS = "/manage/day/badges/keys"


@pytest.fixture
def lead(scene):
    person = make_person()
    make_team_member(scene.event, person, TeamRole.LEAD)
    return person


def change(scene, lead, **values):
    with unit_of_work():
        values = {"reason": KeyReason.LEAKED} | values
        return change_badge_key(actor_of(lead), scene.event, **values).number


def retire(scene, lead, number):
    with unit_of_work():
        retire_badge_key(actor_of(lead), scene.event, number)


def code(scene):
    return token_of(get_ticket(scene.tickets[0].id))


def read(scene, text):
    found = read_token(text, public_keys(get_accepted_keys(scene.event_id)), scene.event_id)
    return "ok" if isinstance(found, TicketToken) else found.value


def is_found(scene, letters):
    return len(list_attendees(scene.event_id, AttendeeFilter(text=letters), seen=EVERYBODY)) == 1


def printed_by_key(scene):
    db.session.rollback()
    return queries.count_by_key(scene.event_id)


def test_both_keys_count_until_the_old_one_is_retired(scene, lead):
    old = code(scene)
    assert change(scene, lead) == 1
    new = code(scene)
    assert (read(scene, old), read(scene, new)) == ("ok", "ok")
    retire(scene, lead, 0)
    assert (read(scene, old), read(scene, new)) == ("unknown_key", "ok")


def test_a_new_key_can_end_all_others_at_once(scene, lead):
    codes = [code(scene)]
    change(scene, lead)
    codes.append(code(scene))
    change(scene, lead, keeps_old=False)
    codes.append(code(scene))
    assert [read(scene, one) for one in codes] == ["unknown_key", "unknown_key", "ok"]


def test_the_key_that_signs_stays(scene, lead):
    with pytest.raises(Conflict, match="key_signs_or_retired"):
        retire(scene, lead, 0)
    change(scene, lead, keeps_old=False)
    for number in (0, 1, 7):
        with pytest.raises(Conflict, match="key_signs_or_retired"):
            retire(scene, lead, number)


def test_a_code_has_four_bits_for_its_key(scene, lead):
    for number in range(1, MOST_BADGE_KEYS):
        assert change(scene, lead) == number
    assert read(scene, code(scene)) == "ok"
    with pytest.raises(Conflict, match="too_many_keys"):
        change(scene, lead)


def test_nobody_but_the_lead_takes_a_new_key(scene):
    with pytest.raises(Forbidden), unit_of_work():
        change_badge_key(scene.desk, scene.event, reason=KeyReason.OTHER)
    with pytest.raises(Forbidden), unit_of_work():
        retire_badge_key(scene.desk, scene.event, 0)


def test_letters_that_were_typed_prove_themselves_by_the_same_keys(scene, lead):
    letters = codes_of(get_ticket(scene.tickets[0].id)).letters
    change(scene, lead)
    assert is_found(scene, letters)
    retire(scene, lead, 0)
    assert not is_found(scene, letters)
    assert is_found(scene, codes_of(get_ticket(scene.tickets[0].id)).letters)


def test_a_badge_of_a_retired_key_has_to_be_printed_anew(scene, lead):
    def print_new():
        with unit_of_work():
            services.start_badges(scene.desk, scene.event, layout=SheetFormat.A6, whose=Whose())
        run_jobs()

    print_new()
    change(scene, lead)
    assert (queries.count_new(scene.event_id, EVERYBODY), printed_by_key(scene)) == (0, {0: 3})
    retire(scene, lead, 0)
    assert (queries.count_new(scene.event_id, EVERYBODY), printed_by_key(scene)) == (3, {})
    print_new()
    assert printed_by_key(scene) == {1: 3}
    assert set(db.session.scalars(select(BadgePrint.reason))) == {None}


def test_everybody_is_sent_the_new_code(scene, lead):
    change(scene, lead)
    run_jobs()
    asked = select(OutboxMessage.name).where(OutboxMessage.name == "TicketMailAsked")
    assert db.session.scalars(asked).all() == []
    db.session.rollback()
    change(scene, lead)
    change(scene, lead, keeps_old=False)  # three keys count no longer, and one mail says so
    run_jobs()
    assert db.session.scalars(asked).all() == ["TicketMailAsked"] * 3


@pytest.mark.slow
def test_two_leads_at_once_make_one_key(app, scene, lead):
    one = actor_of(lead)

    def change_at_once():
        change_badge_key(one, get_event_by_id(scene.event_id), reason=KeyReason.OTHER)

    found = at_once(app, *[change_at_once] * MANY)
    db.session.rollback()
    numbers = [key.number for key in list_badge_keys(scene.event_id)]
    assert numbers == list(reversed(range(found["done"] + 1)))
    assert set(found) <= {"done", "key_changed"}


def test_a_lead_takes_a_new_key_on_a_page(browser, scene, lead):
    page = browser.sign_in(lead)
    assert "Signs new codes" in page.get(KEYS).text
    assert page.post(KEYS, {"keeps_old": "true"}).status_code == 422
    assert page.post(KEYS, {"reason": "planned", "keeps_old": "true"}).status_code == 302
    shown = page.get(KEYS).text
    assert "Still counts" in shown
    assert "It was time for a new one" in shown
    assert page.post(f"{KEYS}/0/retire", page=KEYS).status_code == 302
    shown = page.get(KEYS).text
    assert "Counts no longer" in shown
    assert "Still counts" not in shown
    assert browser.sign_in(scene.person).get(KEYS).status_code == 403


def test_a_program_takes_a_new_key(client, scene, lead):
    headers = {"Authorization": "Bearer " + make_api_token(lead)}
    path = "/api/v1/events/day/badge-keys"
    made = client.post(path, json={"reason": "leaked", "keeps_old": True}, headers=headers)
    assert (made.status_code, made.json["number"], made.json["reason"]) == (201, 1, "leaked")
    assert client.post(f"{path}/0/retire", headers=headers).status_code == 204
    assert client.post(f"{path}/0/retire", headers=headers).status_code == 409
    listed = client.get(path, headers=headers).json
    assert [(one["number"], one["retired_at"] is None) for one in listed] == [(1, True), (0, False)]
    assert all(set(one) == {"number", "reason", "made_at", "retired_at"} for one in listed)
