"""Decidim, CTFd, pretalx: what may happen once happened twice when it was asked for at once."""

from collections import Counter
from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity import queries, services
from app.identity.models import MailLink, Person
from tests.factories.identity import make_person
from tests.regress.test_v48_links_once import together

pytestmark = pytest.mark.slow
ADDRESS = "wanted@example.org"


def each_once(app, works):
    """Do each of several things, all at once; count what came of them."""
    waiting = list(works)
    return together(app, len(waiting), lambda: in_unit_of_work(waiting.pop()))


def sign_up():
    """Sign up with the address once more and return the mail's link, past the hourly limit."""
    with unit_of_work():
        db.session.query(MailLink).update({"created_at": clock.now() - timedelta(hours=2)})
        names = {"given_name": "A", "family_name": "B", "password_hash": "hash"}
        made = services.request_account("192.0.2.1", email=ADDRESS, language="en", **names)
        return services.text_of(queries.find_link(made))


def move():
    """Ask for the address as somebody else each time; return who asked, and the mail's link."""
    actor = queries.actor_for(make_person())
    with unit_of_work():
        db.session.query(MailLink).update({"created_at": clock.now() - timedelta(hours=2)})
        made = services.request_email_change(actor, "192.0.2.1", email=ADDRESS)
        return actor, services.text_of(queries.find_link(made))


def test_ten_sign_ups_with_one_address_make_one_account(app):
    texts = [sign_up() for _ in range(10)]
    came = each_once(app, [lambda text=text: services.confirm_account(text) for text in texts])
    assert came["done"] == 1
    assert came - Counter(["done"]) <= Counter({"link_over": 9, "email_taken": 9})
    db.session.rollback()
    assert db.session.query(Person).filter_by(email_key=ADDRESS).count() == 1


def test_of_ten_who_want_one_address_one_gets_it(app):
    moves = [move() for _ in range(10)]
    came = each_once(app, [lambda one=one: services.confirm_email_change(*one) for one in moves])
    assert came["done"] == 1
    db.session.rollback()
    assert db.session.query(Person).filter_by(email_key=ADDRESS).count() == 1
