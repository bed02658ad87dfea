"""The wait after many guesses told whether an account exists, and from where it is used."""

import pytest

from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.identity import services
from app.identity.models import SignInThrottle
from app.identity.passwords import hash_password
from tests.client import Browser
from tests.factories.identity import make_person, make_session_secret

KNOWN, UNKNOWN = "owner@example.org", "nobody@example.org"


@pytest.fixture
def owner(app):
    person = make_person(email=KNOWN, password_hash=hash_password("correct horse battery"))
    make_session_secret(person, network="198.51.100.0/24")
    return person


def guess_from_everywhere(email):
    for number in range(30):
        with unit_of_work():
            db.session.query(SignInThrottle).update({"open_at": clock.now()})
        with unit_of_work():
            services.begin_attempt(email, f"203.0.{number}.9")


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_the_owner_s_network_waits_as_any_other(app, owner, email):
    guess_from_everywhere(email)
    came = [
        Browser(app).post(
            "/sign-in",
            {"email": email, "password": "nope nope nope"},
            environ_overrides={"REMOTE_ADDR": address},
        )
        for address in ("198.51.100.77", "192.0.2.1")
    ]
    assert [answer.status_code for answer in came] == [429, 429]
