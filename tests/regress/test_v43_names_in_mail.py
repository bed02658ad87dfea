"""pretalx 2026.1.0: a name carried HTML and links into mails; here names arrive as mere text."""

from html.parser import HTMLParser

import pytest

from app.core.authz import SYSTEM
from app.core.db import db
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.queries import get_event
from app.events.services import invite_team_member
from app.identity import queries, services
from app.identity.models import MailLink, OrganisationKind
from app.juries.rules.judging import Invitee
from app.juries.services import invite_juror
from app.notifications.models import Delivery
from app.notifications.rules import inert
from app.tickets.rules.attendees import Attendee
from app.tickets.services import place_order
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation, make_person
from tests.factories.tickets import make_ticket_type
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
    own = ("http://localhost/", "cid:code")
    assert [one for one in shown.addresses if not one.startswith(own)] == []
    assert shown.elements & {"script", "iframe", "form"} == set()
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


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_of_an_event_its_place_its_cluster_and_its_tickets_are_text_in_every_letter(
    app, name
):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name=name)
    event = make_event(
        name=name, venue_name=name, venue_address=name, lead_organisation_id=cluster.id
    )
    lead = make_person(given_name=name, family_name="")
    make_team_member(event, lead)
    kind = make_ticket_type(event, name=name)
    attendee = Attendee(ticket_type=kind.id, given_name=name, email="b@example.org")
    with unit_of_work():
        place_order(SYSTEM, event, [attendee])
        actor = queries.actor_for(queries.get_person(lead.id))
        invite_juror(actor, get_event(event.slug), Invitee(email="c@example.org"))
        invite_team_member(actor, event.slug, email="d@example.org", role=TeamRole.DESK)
    found = letters(app)
    assert {one.recipient for one in found} == {"b@example.org", "c@example.org", "d@example.org"}
    for letter in found:
        assert_inert(letter)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Industry 4.0: and/or, 14:30", "Industry 4.0: and/or, 14:30"),
        ("https://evil.example/win", "https evil. example/win"),
        ("www.evil。example", "www. evil. example"),
        ("mailto:x@y.z", "mailto x at y. z"),
        ("a.1b\n.c", "a. 1b .c"),
    ],
)
def test_what_becomes_of_names(name, shown):
    assert inert(name) == shown
