"""Three requests an hour in somebody's name kept them from signing up."""

from app.core.db import db
from app.identity import passwords
from app.identity.models import MailLink, Person
from tests.client import Browser
from tests.regress.mailed import last_link

THEIRS, OWN = "a password of the stranger", "the victim's own password"
REQUEST = {"given_name": "Mallory", "family_name": "Stranger", "email": "victim@example.org"}


def test_who_has_the_mail_signs_up_whoever_asked_first(app):
    stranger, victim = Browser(app), Browser(app)
    for _ in range(3):
        stranger.post("/sign-up", REQUEST | {"password": THEIRS})
    names = {"given_name": "Vida", "family_name": "Victim"}
    answer = victim.post("/sign-up", REQUEST | names | {"password": OWN})
    assert answer.location == "/mailed"
    assert db.session.query(MailLink).count() == 3  # no fourth mail, and nobody is told
    path = last_link(victim, "victim@example.org")
    assert victim.post(path, names | {"password": OWN}).location == "/home"
    person = db.session.query(Person).one()
    assert (person.given_name, person.family_name) == ("Vida", "Victim")
    assert passwords.is_password(person.password_hash, OWN)
    assert not passwords.is_password(person.password_hash, THEIRS)
    assert db.session.query(MailLink).count() == 0
