"""CTFd 3.7.5, CVE-2023-48220 (Decidim), CVE-2022-23485 (Sentry): invitations that went on working.

An expired one was accepted by way of a reset password, one served for many accounts. Here each is
for one answer, one purpose and one address, ends on its day, and stands in its mail alone.
"""

from datetime import timedelta

import pytest

from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.outbox import OutboxMessage
from app.core.uow import unit_of_work
from app.events import services as event_services
from app.events.models import TeamRole
from app.identity import queries, services
from app.identity.models import Invitation, Person
from app.identity.rules import Purpose
from app.notifications.models import Delivery
from tests.api.program import Program
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.invitations import accept
from tests.worker import run_jobs

ACCOUNT = {"password_hash": "x", "given_name": "Zoë", "family_name": "Bo"}


@pytest.fixture
def event(app):
    return make_event()


@pytest.fixture
def lead(event):
    make_team_member(event, person := make_person())
    return person


@pytest.fixture
def sent(event, lead):
    with unit_of_work():
        return event_services.invite_team_member(
            actor_of(lead), event.slug, email="zoe@example.org", role=TeamRole.DESK
        )


def test_one_link_makes_one_account(sent):
    link = services.link_of(sent)
    with unit_of_work():
        services.accept_with_account(link, **ACCOUNT)
    with pytest.raises(NotFound), unit_of_work():
        services.accept_with_account(link, **ACCOUNT)
    assert db.session.query(Person).filter_by(given_name="Zoë").count() == 1


def test_an_expired_invitation_is_not_accepted_in_any_way(browser, sent):
    guest = make_person(email="zoe@example.org")
    with unit_of_work():
        row = db.session.get_one(Invitation, sent.id)
        row.expires_at = row.created_at - timedelta(seconds=1)
    browser.sign_in(guest)
    assert browser.get(f"/invitation/{services.link_of(sent)}").status_code == 404
    path = f"/invitations/{encode_id(sent.id)}"
    assert browser.get(path).status_code == 404
    assert browser.post(f"{path}/accept", page="/home").status_code == 404
    with pytest.raises(NotFound):
        accept(guest, sent)
    with pytest.raises(NotFound), unit_of_work():
        services.accept_with_account(services.link_of(sent), **ACCOUNT)
    assert path not in browser.get("/home").text


def test_another_address_does_not_get_in_by_changing_to_this_one(sent):
    """Whoever makes the address theirs has to prove it first; the account alone is not enough."""
    thief = make_person(email="zoe@example.org", email_confirmed_at=None)
    assert queries.list_invitations_to(queries.actor_for(thief)) == []


def test_the_link_is_in_the_mail_and_nowhere_else(app, client, event, lead, sent):
    link = services.link_of(sent)
    run_jobs()
    (letter,) = db.session.query(Delivery).all()
    assert letter.text.count(link) == 1
    slug = event.slug
    browser = Browser(app).sign_in(lead)
    pages = [f"/manage/{slug}/team", f"/manage/{slug}/mail", f"/manage/{slug}", "/home"]
    answers = [browser.get(path).text for path in pages]
    guest = make_person(email="zoe@example.org")
    browser.sign_in(guest)
    answers += [browser.get(path).text for path in ("/home", f"/invitations/{encode_id(sent.id)}")]
    organiser = Program.of(client, lead)
    answers += [str(organiser.get(f"/events/{slug}/invitations"))]
    answers += [str(Program.of(client, guest).get("/me/invitations"))]
    again = organiser.post(f"/invitations/{encode_id(sent.id)}/resend", {}, status=200)
    answers += [str(again), *(str(one.payload) for one in db.session.query(OutboxMessage))]
    db.session.expire_all()
    new = services.link_of(queries.get_invitation(sent.id))
    secrets = (link[13:], new[13:])
    assert [text for text in answers for secret in secrets if secret in text] == []


def test_a_link_for_one_purpose_is_none_for_another(sent):
    with unit_of_work():
        row = db.session.get_one(Invitation, sent.id)
        link, row.purpose = services.link_of(row), Purpose.JURY
    with pytest.raises(NotFound):
        services.read_link(link)


def test_the_same_address_is_asked_once_however_it_is_spelled(event, lead, sent):
    for email in ("ZOE@example.org", "zoe@EXAMPLE.org"):
        with pytest.raises(Conflict), unit_of_work():
            event_services.invite_team_member(
                actor_of(lead), event.slug, email=email, role=TeamRole.LEAD
            )
    assert [one.role for one in db.session.query(Invitation)] == ["desk"]
