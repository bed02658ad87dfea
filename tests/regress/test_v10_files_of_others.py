"""Rows 2 and 10 (pretix, Sentry): files made for one person were given to whoever knew the id."""

import pytest

from app.core import work
from app.core.db import db
from app.core.files import store_bytes
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from tests.api.program import Program
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_api_token, make_person

CANARY = b"the badges of everybody"


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(event):
    person = make_person()
    make_team_member(event, person)
    return person


def make_file(person, event, kind="badges"):
    """Have a file made for a person, as the worker would."""
    with unit_of_work():
        begun = work.start_work(actor_of(person), kind, event.id)
        db.session.flush()
        stored = store_bytes(CANARY, "file.pdf", "application/pdf")
        work.finish(begun.id, stored)
    return encode_id(begun.id), encode_id(stored.id)


def test_only_who_asked_for_a_file_gets_it(app, client, event, lead):
    colleague, operator = make_person(), make_person(is_operator=True)
    make_team_member(event, colleague)
    work_id, _file_id = make_file(lead, event)
    path = f"/work/{work_id}/file"
    assert Browser(app).sign_in(lead).get(path).data == CANARY
    assert Program.of(client, lead).send("GET", path).data == CANARY
    for other in (colleague, operator, make_person()):
        for answer in (
            Browser(app).sign_in(other).get(path),
            Browser(app).sign_in(other).get(f"/work/{work_id}"),
            Program.of(client, other).send("GET", path),
        ):
            assert (answer.status_code, CANARY in answer.data) == (404, False)
    assert CANARY not in client.get(path).data


def test_the_id_of_a_file_is_no_address_for_another_purpose(app, client, event, lead):
    work_id, file_id = make_file(lead, event)
    browser, program = Browser(app).sign_in(lead), Program.of(client, lead)
    proposal = encode_id(1)
    for path in (
        f"/work/{file_id}/file",
        f"/proposals/{proposal}/files/{file_id}",
        f"/proposals/{work_id}/files/{file_id}",
        f"/jury/{work_id}/files/{file_id}",
    ):
        assert (path, browser.get(path).status_code) == (path, 404)
    for path in (f"/work/{file_id}/file", f"/proposals/{proposal}/files/{file_id}"):
        assert (path, program.send("GET", path).status_code) == (path, 404)


def test_a_file_is_gone_for_who_lost_the_permission_and_for_keys_of_other_events(
    app, client, event, lead
):
    work_id, _file_id = make_file(lead, event)
    elsewhere = Program(client, make_api_token(lead, event_id=make_event().id))
    assert elsewhere.send("GET", f"/work/{work_id}/file").status_code == 404
    here = Program(client, make_api_token(lead, event_id=event.id))
    assert here.send("GET", f"/work/{work_id}/file").data == CANARY
    with unit_of_work():
        db.session.delete(db.session.merge(event).team[0])
    db.session.expire_all()
    assert here.send("GET", f"/work/{work_id}/file").status_code == 404
