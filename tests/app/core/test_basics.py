"""Ids, secrets, permissions and the database's own settings."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.core import db as database
from app.core.authz import ANONYMOUS, SYSTEM, Actor, authorize, can, policies
from app.core.db import UnsafeSQLiteError, db
from app.core.errors import Forbidden, NotFound
from app.core.ids import decode_id, encode_id, new_event_id, new_id
from app.core.permissions import Permission
from app.core.tokens import check_link, linked_id, sign_link
from tests.conftest import WANTED
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_an_id_survives_being_written(value):
    assert decode_id(encode_id(value)) == value


@given(st.text(max_size=20))
def test_what_is_no_id_is_refused(written):
    try:
        assert encode_id(decode_id(written)) == written
    except ValueError:
        return


def test_ids_fit_where_they_go():
    assert all(0 < new_id() < 2**63 for _ in range(100))
    assert all(0 < new_event_id() < 2**48 for _ in range(100))


def test_a_link_opens_one_thing_for_one_purpose(app):
    link = sign_link("order", 42, epoch=1)
    assert linked_id(link) == 42
    check_link(link, "order", 42, epoch=1)
    for purpose, thing, epoch in (("badge", 42, 1), ("order", 43, 1), ("order", 42, 2)):
        with pytest.raises(NotFound):
            check_link(link, purpose, thing, epoch)


@pytest.mark.parametrize("text_", ["", "x", "é" * 45, "0" * 44, "Ω" + "0" * 44])
def test_a_broken_link_is_not_found(app, text_):
    with pytest.raises(NotFound):
        check_link(text_, "order", linked_id(text_))


def test_every_permission_has_a_policy(application):
    assert set(Permission) - set(policies()) == set()


def test_a_stranger_finds_nothing_and_a_member_is_refused(app):
    event = make_event(state="draft")
    stranger, helper = make_person(), make_person()
    make_team_member(event, helper, "desk")
    with pytest.raises(NotFound):
        authorize(actor_of(stranger), Permission.EVENT_EDIT, event)
    with pytest.raises(Forbidden):
        authorize(actor_of(helper), Permission.EVENT_EDIT, event)


def test_a_token_acts_within_its_scopes_only(app):
    event = make_event()
    lead = make_person()
    make_team_member(event, lead)
    reader = actor_of(lead, scopes=frozenset({"read"}))
    assert can(reader, Permission.EVENT_VIEW, event)
    assert not can(reader, Permission.EVENT_EDIT, event)
    assert can(actor_of(lead), Permission.EVENT_EDIT, event)


def test_the_system_may_and_nobody_may_not(app):
    event = make_event()
    assert can(SYSTEM, Permission.EVENT_EDIT, event)
    assert not can(ANONYMOUS, Permission.EVENT_EDIT, event)
    assert Actor().is_signed_in is False


@pytest.mark.skipif(WANTED != "sqlite", reason="these are SQLite's settings")
def test_sqlite_is_strict(app):
    asked = {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in SETTINGS}
    assert asked == SETTINGS


SETTINGS = {"journal_mode": "wal", "foreign_keys": 1}


def test_an_unsafe_sqlite_is_refused(monkeypatch):
    old = SimpleNamespace(sqlite_version_info=(3, 40, 1), sqlite_version="3.40.1")
    monkeypatch.setitem(__import__("sys").modules, "pysqlite3", old)
    with pytest.raises(UnsafeSQLiteError):
        database.engine_options("sqlite:///x.sqlite3")
