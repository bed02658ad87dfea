"""Letters about accounts are sent in the name of the installation."""

import pytest

from app.core.authz import SYSTEM
from app.core.db import db
from app.core.installation import Installation, forget_site
from app.core.uow import unit_of_work
from app.identity import queries
from app.identity.services import passkeys, second_step
from app.notifications.models import Delivery
from tests.app.identity.authenticator import Authenticator
from tests.app.identity.test_passkeys import add
from tests.app.identity.test_second_step import turn_on
from tests.factories.identity import make_person
from tests.worker import run_jobs

NAME = "Days of Saxony"


@pytest.fixture(autouse=True)
def installation(app):
    with unit_of_work():
        db.session.add(Installation(name=NAME))
    forget_site(app)
    yield
    forget_site(app)


def letters():
    run_jobs()
    return db.session.query(Delivery).order_by(Delivery.created_at).all()


def test_mailed_links_name_it_in_their_subjects(browser):
    known = make_person(password_hash="x").email
    for path in ("/sign-in/link", "/password/forgotten"):
        for email in (known, "nobody@example.org"):
            assert browser.post(path, {"email": email}).location == "/mailed"
    found = letters()
    assert len(found) == 4
    assert [one.subject for one in found if NAME not in one.subject] == []
    assert [one.subject for one in found if "Innoday" in one.subject + one.text] == []


def test_letters_about_ways_in_name_it(app):
    owner = queries.actor_for(make_person(password_hash="x"))
    passkey_id = add(owner, Authenticator())
    with unit_of_work():
        passkeys.remove_passkey(owner, passkey_id)
    turn_on(owner)
    with unit_of_work():
        second_step.remove_lost(SYSTEM, queries.get_person(owner.person_id))
    found = letters()
    assert len(found) == 4
    assert [one.template for one in found if "Innoday" in one.text or NAME not in one.text] == []
