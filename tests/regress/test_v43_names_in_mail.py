"""pretalx 2026.1.0: a name carried HTML and links into mails; here names arrive as mere text."""

from html.parser import HTMLParser

import pytest

from app.core.db import db
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import MailLink
from app.notifications.models import Delivery
from tests.factories.identity import make_member, make_organisation, make_person
from tests.worker import run_jobs

NAMES = [
    '<a href="https://evil.example">Win a prize</a>',
    "<script>alert(1)</script>",
    "<img src=https://evil.example/x.png>",
    "[Win a prize](https://evil.example)",
    "https://evil.example/win",
    "{{ config }}{% raw %}",
    "%(address)s %s",
]


class Links(HTMLParser):
    """The addresses and the elements of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.addresses: list[str] = []
        self.elements: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what leads somewhere."""
        self.elements.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def letters(app):
    run_jobs(app)
    db.session.rollback()
    found = db.session.query(Delivery).all()
    assert found
    return found


def assert_inert(letter):
    shown = Links(letter.html)
    assert [one for one in shown.addresses if not one.startswith("http://localhost/")] == []
    assert shown.elements & {"script", "img", "iframe", "form"} == set()
    said = letter.text.replace("http://localhost", "") + letter.subject
    assert "://" not in said  # a program that shows mail would make it a link
    assert "evil.example" not in said


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_given_at_sign_up_is_text_in_the_welcome(app, browser, name):
    data = {"given_name": name, "family_name": "B", "email": "a@example.org"}
    browser.post("/sign-up", data | {"password": "correct horse battery"})
    link = services.text_of(db.session.query(MailLink).one())
    browser.post(f"/sign-up/confirm/{link}")
    welcome = next(one for one in letters(app) if one.template == "welcome")
    assert_inert(welcome)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_of_somebody_who_invites_is_text_in_the_invitation(app, name):
    organisation = make_organisation(name=name)
    sender = make_member(organisation, make_person(given_name=name, family_name=""))
    with unit_of_work():
        services.invite_member(
            queries.actor_for(queries.get_person(sender.id)), organisation.id, email="x@example.org"
        )
    for letter in letters(app):
        assert_inert(letter)
