"""Whoever entered somebody's address first kept their ways in once its owner had proved it."""

import pytest

from app.core.db import db
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import (
    ApiToken,
    AuthenticatorApp,
    ExternalIdentity,
    Passkey,
    Person,
    WebSession,
)
from app.identity.openid import Claims
from app.identity.passwords import hash_password
from app.identity.rules.links import LinkPurpose
from app.identity.services import external
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.regress.mailed import last_link
from tests.regress.test_s_stolen_account import PASSWORD, plant

BOSS = "boss@bigco.example"
NOTHING = {
    "password": False,
    "Passkey": 0,
    "ExternalIdentity": 0,
    "AuthenticatorApp": 0,
    "WebSession": 0,
    "ApiToken": 0,
}


@pytest.fixture
def pretender(app):
    """Return an account with an address that nobody proved, and every way into it."""
    person = make_person(email=BOSS, email_confirmed_at=None, password_hash=hash_password(PASSWORD))
    plant(person)
    saved(lambda: AuthenticatorApp(person_id=person.id, sealed_secret="x"))
    make_api_token(person)
    return person


def ways_of(person):
    db.session.expire_all()
    open_now = {WebSession: WebSession.ended_at, ApiToken: ApiToken.revoked_at}
    found: dict[str, int] = {
        "password": db.session.get_one(Person, person.id).password_hash is not None
    }
    for kind in (Passkey, ExternalIdentity, AuthenticatorApp, WebSession, ApiToken):
        query = db.session.query(kind).filter_by(person_id=person.id)
        if kind in open_now:
            query = query.filter(open_now[kind].is_(None))
        found[kind.__name__] = query.count()
    return found


def test_a_link_to_sign_in_leaves_nothing_that_was_there_before(app, pretender):
    thief = Browser(app).sign_in(pretender)
    boss = Browser(app)
    boss.post("/sign-in/link", {"email": BOSS})
    came = boss.post(last_link(boss, BOSS))
    assert came.location == "/home"
    assert ways_of(pretender) == NOTHING | {"WebSession": 1}
    assert thief.get("/profile").location == "/sign-in"
    said = boss.get("/home")
    assert "What opened this account before is removed." in said.text


def test_a_new_password_leaves_nothing_else(app, pretender):
    boss = Browser(app)
    boss.post("/password/forgotten", {"email": BOSS})
    boss.post(last_link(boss, BOSS), {"password": "a brand new password"})
    assert "Your new password is set." in boss.get("/home").text
    assert ways_of(pretender) == NOTHING | {"WebSession": 1, "password": True}


def test_a_trusted_provider_leaves_only_itself(pretender):
    claims = Claims("https://id.example", "boss", BOSS, True, "B", "Oss")
    with unit_of_work():
        assert external.enter_from_outside(claims, is_trusted=True).person is not None
    assert ways_of(pretender) == NOTHING | {"ExternalIdentity": 1}
    assert db.session.query(ExternalIdentity).one().issuer == "https://id.example"


def test_who_is_signed_in_to_the_account_keeps_all_of_it(app, pretender):
    own = Browser(app).sign_in(pretender)
    own.post("/sign-in/link", {"email": BOSS})
    assert own.post(last_link(own, BOSS)).location == "/home"
    kept = {
        "password": True,
        "Passkey": 1,
        "ExternalIdentity": 1,
        "ApiToken": 1,
        "AuthenticatorApp": 1,
    }
    assert ways_of(pretender) == NOTHING | kept | {"WebSession": 1}


def test_an_invitation_answered_in_the_account_keeps_it_too(app, pretender):
    firm = make_organisation()
    owner = queries.actor_for(make_member(firm))
    with unit_of_work():
        sent = services.invite_member(owner, firm.id, email=BOSS)
    path = f"/invitation/{services.link_of(sent)}"
    assert Browser(app).sign_in(pretender).post(path, {"answer": "accept"}).status_code == 302
    assert ways_of(pretender)["password"]
    assert ways_of(pretender)["Passkey"] == 1


def test_a_proved_address_keeps_its_ways_in(app):
    person = make_person(email=BOSS, password_hash=hash_password(PASSWORD))
    plant(person)
    with unit_of_work():
        made = services.request_link(LinkPurpose.SIGN_IN, BOSS, "192.0.2.1", language="en")
        services.sign_in_by_link(services.text_of(queries.find_link(made)))
    assert ways_of(person) == NOTHING | {"password": True, "Passkey": 1, "ExternalIdentity": 1}
